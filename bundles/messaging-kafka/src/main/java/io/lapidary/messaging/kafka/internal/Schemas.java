package io.lapidary.messaging.kafka.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.OutboundMessage;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.events.codec.Topics;
import io.lapidary.messaging.kafka.KafkaConnection;

/** The platform's schemas on their topic. */
public final class Schemas {
    private static final long SECONDS = 60;

    private Schemas() {}

    /** Publishes the platform's own, before the first message that is written with them. */
    public static void publish(KafkaConnection connection, MessagePublisher publisher)
            throws LapidaryException, InterruptedException {
        var sent = new ArrayList<CompletableFuture<Void>>();
        SchemaCatalog.known()
                .forEach((fingerprint, json) -> sent.add(publisher
                        .publish(new OutboundMessage(
                                Topics.SCHEMAS,
                                fingerprint,
                                Map.of("content-type", "application/json"),
                                json.getBytes(StandardCharsets.UTF_8)))
                        .toCompletableFuture()));
        await(connection, "publishing the schemas", CompletableFuture.allOf(sent.toArray(new CompletableFuture<?>[0])));
    }

    /** Waits for a minute at most. */
    public static void await(KafkaConnection connection, String what, CompletableFuture<Void> stage)
            throws LapidaryException, InterruptedException {
        try {
            stage.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            throw Failures.of(connection, what, e);
        }
    }
}
