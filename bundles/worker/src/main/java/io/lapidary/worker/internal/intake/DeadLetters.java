package io.lapidary.worker.internal.intake;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.events.DeadLetter;
import io.lapidary.events.codec.Envelopes;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.Topics;
import io.lapidary.events.mapping.ErrorMapper;

/** Puts away what cannot be read, with the reason. */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    /** So that the dead letter itself stays under the limit of a message. */
    private static final int LARGEST_PAYLOAD = 128 * 1024;

    private final String node;
    private final Envelopes envelopes;
    private final MessagePublisher publisher;

    DeadLetters(String node, Envelopes envelopes, MessagePublisher publisher) {
        this.node = node;
        this.envelopes = envelopes;
        this.publisher = publisher;
    }

    CompletionStage<Void> send(InboundMessage message, LapidaryException reason) {
        LOG.warn("{} cannot be read and is dead-lettered: {}", message.position(), reason.getMessage());
        byte[] payload = message.payload();
        boolean truncated = payload.length > LARGEST_PAYLOAD;
        var letter = DeadLetter.newBuilder()
                .setTopic(message.topic())
                .setPartition(message.partition())
                .setOffset(message.offset())
                .setKey(message.key())
                .setPayload(ByteBuffer.wrap(truncated ? Arrays.copyOf(payload, LARGEST_PAYLOAD) : payload))
                .setTruncated(truncated)
                .setHeaders(message.headers())
                .setError(ErrorMapper.toInfo(reason))
                .setFingerprint(MessageCodec.fingerprint(payload).orElse(""))
                .setNode(node)
                .setTime(Instant.now().toEpochMilli())
                .build();
        return publisher.publish(envelopes.wrap(Topics.DEAD_LETTERS, message.position(), letter));
    }
}
