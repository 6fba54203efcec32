package io.lapidary.coordinator.internal.queue;

/**
 * How long an item took before which nothing waited.
 *
 * @param millis from its dispatch to its completion's arrival
 * @param workMillis so much of it, a worker worked
 */
public record Way(long millis, long workMillis) {}
