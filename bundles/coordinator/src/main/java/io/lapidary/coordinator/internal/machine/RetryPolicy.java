package io.lapidary.coordinator.internal.machine;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.ErrorType;

/**
 * How often an item is tried, and how long it rests in between.
 *
 * @param attempts by type of error, at least 1; types that are not retryable are not looked up
 * @param lostAttempts how often an item is dispatched that is begun and then not heard of any more
 * @param unheardAttempts how often one is dispatched that is not even begun, though a node is idle
 * @param firstBackoff after the first failure; doubled after each further one
 * @param maxBackoff the most
 */
public record RetryPolicy(
        Map<ErrorType, Integer> attempts,
        int lostAttempts,
        int unheardAttempts,
        Duration firstBackoff,
        Duration maxBackoff) {
    private static final int MAX_DOUBLINGS = 20;

    public RetryPolicy {
        attempts = Map.copyOf(attempts);
        Objects.requireNonNull(firstBackoff, "firstBackoff");
        Objects.requireNonNull(maxBackoff, "maxBackoff");
        if (lostAttempts < 1
                || unheardAttempts < 1
                || attempts.values().stream().anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException("an item needs at least one attempt");
        }
    }

    /** Whether an item that has now failed {@code failures} times, lastly with {@code code}, is tried again. */
    boolean again(ErrorCode code, int failures) {
        return code.type().retryable()
                && !code.equals(ErrorCodes.DEADLINE_EXCEEDED)
                && failures < attempts.getOrDefault(code.type(), 1);
    }

    boolean againAfterLoss(boolean heard, int failures) {
        return failures < (heard ? lostAttempts : unheardAttempts);
    }

    /**
     * How long to rest after a failure: doubling, give or take a quarter, so that what failed together does not come back
     * together. The quarter comes from the item's name, so that the same history rests the same time.
     *
     * @param failures so far, at least 1
     * @return milliseconds
     */
    long backoffMillis(String workId, int failures) {
        long doubled = firstBackoff.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        long base = Math.min(doubled, maxBackoff.toMillis());
        int hash = mix(workId.hashCode() * 31 + failures);
        double jitter = 0.75 + 0.5 * ((hash >>> 1) / (double) Integer.MAX_VALUE);
        return Math.round(base * jitter);
    }

    /** The finalizer of MurmurHash3, so that neighbouring names do not rest alike. */
    private static int mix(int value) {
        int h = value;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
