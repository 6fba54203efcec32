package io.lapidary.coordinator.internal.tenant;

/**
 * What a tenant may have at most; 0 for no limit.
 *
 * @param running items of work that are dispatched
 * @param queued requests that wait
 * @param bytes of artifacts that were published within the horizon
 */
public record Quota(int running, int queued, long bytes) {
    /** No limit at all. */
    public static final Quota NONE = new Quota(0, 0, 0);

    public Quota {
        if (running < 0 || queued < 0 || bytes < 0) {
            throw new IllegalArgumentException("a quota is not negative: " + running + ", " + queued + ", " + bytes);
        }
    }
}
