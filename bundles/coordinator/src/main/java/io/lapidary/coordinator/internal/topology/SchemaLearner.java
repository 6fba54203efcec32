package io.lapidary.coordinator.internal.topology;

import java.nio.charset.StandardCharsets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.codec.SchemaCatalog;

/** Learns writer schemas; one that is deleted is kept, since messages written with it may still lie on the topics. */
record SchemaLearner(SchemaCatalog schemas) implements Follower.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaLearner.class);

    @Override
    public void put(String fingerprint, byte[] json) {
        try {
            schemas.learn(fingerprint, new String(json, StandardCharsets.UTF_8));
        } catch (LapidaryException e) {
            LOG.warn("A published schema cannot be used: {}", e.sentence());
        }
    }

    @Override
    public void remove(String fingerprint) {
        LOG.debug("The schema {} was deleted and is kept here", fingerprint);
    }
}
