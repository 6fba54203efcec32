package io.lapidary.coordinator.internal.topology;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;
import io.lapidary.coordinator.internal.admission.CatalogBoard;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.codec.MessageCodec;

/** Reads the nodes' announcements. */
record CatalogFollower(MessageCodec codec, CatalogBoard board) implements Follower.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogFollower.class);

    @Override
    public void put(String node, byte[] value) {
        try {
            board.announce(codec.decode(CatalogEntry.class, value));
        } catch (LapidaryException e) {
            LOG.warn("What node {} announces cannot be read: {}", node, e.sentence());
        }
    }

    @Override
    public void remove(String node) {
        board.withdraw(node);
    }
}
