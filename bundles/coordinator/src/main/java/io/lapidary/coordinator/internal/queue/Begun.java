package io.lapidary.coordinator.internal.queue;

/**
 * That a node began an item.
 *
 * @param node by whose clock
 * @param dispatchedAt by the coordinator's clock
 * @param layMillis from when it could be fetched, by the coordinator's clock, to when the node began it, by its own
 */
public record Begun(String node, long dispatchedAt, long layMillis) {}
