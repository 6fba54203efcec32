package io.lapidary.coordinator.internal.machine;

import java.time.Duration;
import java.util.Objects;

/**
 * The settings of the state machine.
 *
 * @param node the coordinator's own, for events
 * @param horizon how long ended requests are remembered, and the greatest age of a new one
 * @param lease how long nothing may be heard of a dispatched item
 * @param retries attempts and backoff
 * @param maxRounds of planning for one request
 * @param maxCandidates of one request, over all rounds
 */
public record Rules(
        String node, Duration horizon, Duration lease, RetryPolicy retries, int maxRounds, int maxCandidates) {
    /** How far ahead of the coordinator's clock a sender's may be. */
    static final Duration MAX_SKEW = Duration.ofDays(1);

    /** How long a cancellation waits for the request that it overtook. */
    static final Duration FOREWARNING = Duration.ofMinutes(10);

    public Rules {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(retries, "retries");
        if (horizon.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("a horizon of " + horizon + " is below one minute");
        }
        if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a lease of " + lease + " is below one second");
        }
        if (maxRounds < 1 || maxCandidates < 1) {
            throw new IllegalArgumentException("a request needs at least one round and one candidate");
        }
    }
}
