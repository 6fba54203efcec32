package io.lapidary.coordinator.internal.topology;

import java.util.HashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;
import io.lapidary.coordinator.internal.tenant.Use;
import io.lapidary.coordinator.internal.tenant.UseBoard;
import io.lapidary.events.PartitionUse;
import io.lapidary.events.codec.MessageCodec;

/** Reads what other coordinators say of tenants. */
record UseFollower(MessageCodec codec, UseBoard board) implements Follower.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(UseFollower.class);

    @Override
    public void put(String partition, byte[] value) {
        try {
            PartitionUse use = codec.decode(PartitionUse.class, value);
            Map<String, Use> tenants = new HashMap<>();
            use.getTenants()
                    .forEach((tenant, u) -> tenants.put(tenant, new Use(u.getRunning(), u.getQueued(), u.getBytes())));
            board.announced(use.getPartition(), tenants);
        } catch (LapidaryException e) {
            LOG.warn("What tenants have of partition {} cannot be read: {}", partition, e.sentence());
        }
    }

    @Override
    public void remove(String partition) {
        LOG.debug("What tenants had of partition {} is kept until its coordinator says more", partition);
    }
}
