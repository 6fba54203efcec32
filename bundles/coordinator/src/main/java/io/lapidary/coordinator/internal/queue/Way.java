package io.lapidary.coordinator.internal.queue;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long an item took.
 *
 * @param millis from its dispatch to its completion's arrival; empty if others may have waited before it
 * @param workMillis so much of it, a worker worked; empty if that is not known
 * @param begun when that was; empty if it is not known
 */
public record Way(OptionalLong millis, OptionalLong workMillis, Optional<Begun> begun) {
    Way withoutBegun() {
        return new Way(millis, workMillis, Optional.empty());
    }
}
