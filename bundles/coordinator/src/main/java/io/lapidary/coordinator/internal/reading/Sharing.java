package io.lapidary.coordinator.internal.reading;

import java.time.Duration;

/** Whether tenants share what is read: each has topics of its own, and of late something came in more than one. */
final class Sharing {
    /** Whoever shared with another is expected again for so long. */
    private static final long EXPECTED_NANOS = Duration.ofMinutes(10).toNanos();

    private String last = "";
    private long cameAt;
    private boolean shared;
    private long sharedAt;

    /** Something came in a tenant's topic. */
    void came(String topic, long nanoTime) {
        if (!topic.equals(last) && !last.isEmpty() && nanoTime - cameAt < EXPECTED_NANOS) {
            shared = true;
            sharedAt = nanoTime;
        }
        last = topic;
        cameAt = nanoTime;
    }

    boolean isShared(long nanoTime) {
        shared &= nanoTime - sharedAt < EXPECTED_NANOS;
        return shared;
    }
}
