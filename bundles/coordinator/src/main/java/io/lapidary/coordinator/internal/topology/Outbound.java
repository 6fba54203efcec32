package io.lapidary.coordinator.internal.topology;

/** What the sink writes: where to, and the bytes. */
record Outbound(String topic, byte[] payload) {}
