package io.lapidary.coordinator.internal.queue;

/**
 * How many items one coordinator has in a lane.
 *
 * @param least what keeps every core busy
 * @param shared the most while tenants share the lane; at least {@code least}
 */
record Depth(int least, int shared) {}
