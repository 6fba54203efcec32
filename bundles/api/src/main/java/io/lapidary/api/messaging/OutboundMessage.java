package io.lapidary.api.messaging;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * @param topic where to
 * @param key what is ordered together: a requestId mostly
 * @param headers name to text
 * @param payload the encoded message, not copied; {@code null} never: a deletion is an empty payload on a compacted topic
 */
public record OutboundMessage(String topic, String key, Map<String, String> headers, byte[] payload) {
    public OutboundMessage {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(key, "key");
        headers = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        Objects.requireNonNull(payload, "payload");
    }
}
