package io.lapidary.coordinator.internal.queue;

/** Whether tenants share something: of late, it was used for more than one of them. */
public final class Sharing {
    /** Whoever shared with another is expected again for so long. */
    private static final long EXPECTED_MILLIS = 600_000;

    private String last = "";
    private long usedAt;
    private boolean shared;
    private long sharedAt;

    /**
     * It is used for a tenant.
     *
     * @param tenant or what is its own, as a topic; not empty
     * @param now in ms, by any clock
     */
    public void used(String tenant, long now) {
        if (!tenant.equals(last) && !last.isEmpty() && now - usedAt < EXPECTED_MILLIS) {
            shared = true;
            sharedAt = now;
        }
        last = tenant;
        usedAt = now;
    }

    public boolean isShared(long now) {
        shared &= now - sharedAt < EXPECTED_MILLIS;
        return shared;
    }
}
