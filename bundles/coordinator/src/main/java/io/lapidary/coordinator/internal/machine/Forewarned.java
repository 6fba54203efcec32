package io.lapidary.coordinator.internal.machine;

import java.util.Objects;

/**
 * A cancellation that overtook its request, since the two come by different topics.
 *
 * @param reason as the sender gave it
 * @param until when it may be forgotten, milliseconds since 1970
 */
public record Forewarned(String reason, long until) implements Entry {
    public Forewarned {
        Objects.requireNonNull(reason, "reason");
    }
}
