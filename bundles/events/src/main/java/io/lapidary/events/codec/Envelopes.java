package io.lapidary.events.codec;

import java.util.Objects;

import org.apache.avro.specific.SpecificRecord;

import io.lapidary.api.messaging.OutboundMessage;

/** Puts messages into envelopes: encoded, with CloudEvents headers, ready to be published. Thread-safe. */
public final class Envelopes {
    private final MessageCodec codec;
    private final String source;

    /** @param source as in {@link CloudEvents#SOURCE} */
    public Envelopes(MessageCodec codec, String source) {
        this.codec = Objects.requireNonNull(codec, "codec");
        this.source = Objects.requireNonNull(source, "source");
    }

    public OutboundMessage wrap(String topic, String key, SpecificRecord message) {
        return new OutboundMessage(topic, key, CloudEvents.headers(message, source), codec.encode(message));
    }
}
