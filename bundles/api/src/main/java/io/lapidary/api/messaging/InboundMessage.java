package io.lapidary.api.messaging;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * @param topic where from
 * @param partition where from
 * @param offset where from
 * @param key may be empty
 * @param headers name to text
 * @param payload the encoded message, not copied; empty for a deletion on a compacted topic
 * @param time the broker's
 */
public record InboundMessage(
        String topic,
        int partition,
        long offset,
        String key,
        Map<String, String> headers,
        byte[] payload,
        Instant time) {
    public InboundMessage {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(key, "key");
        headers = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(time, "time");
    }

    /** As in {@code lapidary.requests-3@1042}. */
    public String position() {
        return topic + "-" + partition + "@" + offset;
    }
}
