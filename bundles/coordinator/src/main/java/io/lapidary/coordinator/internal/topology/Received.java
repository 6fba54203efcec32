package io.lapidary.coordinator.internal.topology;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A record as it came, whatever it holds.
 *
 * @param key as text; empty for none
 * @param payload empty for none
 */
record Received(String topic, int partition, long offset, String key, Map<String, String> headers, byte[] payload) {
    static Received of(Record<byte[], byte[]> record, RecordMetadata metadata) {
        var headers = new TreeMap<String, String>();
        for (Header header : record.headers()) {
            headers.put(header.key(), text(header.value()));
        }
        return new Received(
                metadata.topic(),
                metadata.partition(),
                metadata.offset(),
                text(record.key()),
                headers,
                record.value() == null ? new byte[0] : record.value());
    }

    /** As in {@code lapidary.requests-3@1042}. */
    String position() {
        return topic + "-" + partition + "@" + offset;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
