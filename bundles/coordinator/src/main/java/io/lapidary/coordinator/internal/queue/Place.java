package io.lapidary.coordinator.internal.queue;

import java.util.Comparator;

/**
 * An item's place among its tenant's waiting ones.
 *
 * @param requestId whose item it is
 * @param number of the item
 * @param tenant whose turn it takes
 * @param priority higher goes first
 * @param arrivedAt of the request; earlier goes first, also when it is tried again
 */
public record Place(String requestId, int number, String tenant, int priority, long arrivedAt)
        implements Comparable<Place> {
    private static final Comparator<Place> ORDER = Comparator.comparingInt(Place::priority)
            .reversed()
            .thenComparingLong(Place::arrivedAt)
            .thenComparing(Place::requestId)
            .thenComparingInt(Place::number);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
