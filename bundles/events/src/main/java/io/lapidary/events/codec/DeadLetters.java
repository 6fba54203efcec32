package io.lapidary.events.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.OutboundMessage;
import io.lapidary.events.DeadLetter;
import io.lapidary.events.mapping.ErrorMapper;

/** Puts what cannot be read aside, with the reason in headers too, so that every tool shows it. Thread-safe. */
public final class DeadLetters {
    private static final String CODE = "lapidary-error-code";
    private static final String MESSAGE = "lapidary-error-message";
    private static final String POSITION = "lapidary-position";

    private static final int MAX_PAYLOAD = 64 * 1024;
    private static final int MAX_HEADER = 1024;

    private final Envelopes envelopes;
    private final String node;

    /** @param node who puts it aside */
    public DeadLetters(Envelopes envelopes, String node) {
        this.envelopes = envelopes;
        this.node = node;
    }

    /**
     * The dead letter of a message. What is long in it is shortened, so that the letter is under the limit of messages.
     *
     * @param now milliseconds since 1970
     */
    public OutboundMessage of(InboundMessage received, LapidaryException error, long now) {
        byte[] payload = received.payload();
        boolean truncated = payload.length > MAX_PAYLOAD;
        var letter = new DeadLetter(
                received.topic(),
                received.partition(),
                received.offset(),
                shortened(received.key()),
                ByteBuffer.wrap(truncated ? Arrays.copyOf(payload, MAX_PAYLOAD) : payload),
                truncated,
                headers(received.headers()),
                ErrorMapper.toInfo(error),
                MessageCodec.fingerprint(payload).orElse(""),
                node,
                now);
        OutboundMessage message = envelopes.wrap(Topics.DEAD_LETTERS, received.position(), letter);
        var headers = new TreeMap<>(message.headers());
        headers.put(CODE, error.code().id());
        headers.put(MESSAGE, shortened(error.getMessage()));
        headers.put(POSITION, received.position());
        return new OutboundMessage(message.topic(), message.key(), headers, message.payload());
    }

    private static Map<String, String> headers(Map<String, String> received) {
        var headers = new TreeMap<String, String>();
        received.entrySet().stream()
                .limit(50)
                .forEach(h -> headers.put(shortened(h.getKey()), shortened(h.getValue())));
        return headers;
    }

    static String shortened(String text) {
        return text.length() <= MAX_HEADER ? text : text.substring(0, MAX_HEADER) + "...";
    }
}
