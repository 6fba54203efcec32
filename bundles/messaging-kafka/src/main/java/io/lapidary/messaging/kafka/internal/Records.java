package io.lapidary.messaging.kafka.internal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.TreeMap;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.OutboundMessage;

/** Messages as Kafka's records. */
final class Records {
    private static final byte[] NOTHING = {};

    private Records() {}

    /** An empty payload becomes Kafka's deletion mark. */
    static ProducerRecord<String, byte[]> toRecord(OutboundMessage message) {
        byte[] value = message.payload().length == 0 ? null : message.payload();
        var record = new ProducerRecord<String, byte[]>(message.topic(), message.key(), value);
        message.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    /** Foreign senders may leave out key, value and a header's value: each is then empty. Of a repeated header the last counts. */
    static InboundMessage toMessage(ConsumerRecord<String, byte[]> record) {
        var headers = new TreeMap<String, String>();
        for (Header header : record.headers()) {
            byte[] value = header.value();
            headers.put(header.key(), value == null ? "" : new String(value, StandardCharsets.UTF_8));
        }
        return new InboundMessage(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key() == null ? "" : record.key(),
                headers,
                record.value() == null ? NOTHING : record.value(),
                Instant.ofEpochMilli(record.timestamp()));
    }
}
