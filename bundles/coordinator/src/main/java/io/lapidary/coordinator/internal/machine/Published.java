package io.lapidary.coordinator.internal.machine;

import java.util.Objects;

/**
 * What an ended request published.
 *
 * @param tenant whose it was; empty if it published nothing
 * @param bytes of its artifacts
 */
public record Published(String tenant, long bytes) {
    public static final Published NOTHING = new Published("", 0);

    public Published {
        Objects.requireNonNull(tenant, "tenant");
    }
}
