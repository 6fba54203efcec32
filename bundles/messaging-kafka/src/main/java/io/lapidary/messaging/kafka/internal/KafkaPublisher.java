package io.lapidary.messaging.kafka.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.OutboundMessage;
import io.lapidary.events.codec.MessageSize;

/** Publishes by one idempotent producer. */
public final class KafkaPublisher implements MessagePublisher, AutoCloseable {
    private final Clients clients;
    private final Producer<String, byte[]> producer;
    /** What callers hang on a stage must not run on the producer's own thread, where a wait would never end. */
    private final ExecutorService answers = Executors.newSingleThreadExecutor(task -> {
        var thread = new Thread(task, "lapidary-kafka-published");
        thread.setDaemon(true);
        return thread;
    });

    public KafkaPublisher(Clients clients, Duration timeout) {
        this.clients = clients;
        this.producer = clients.producer(timeout);
    }

    @Override
    public CompletionStage<Void> publish(OutboundMessage message) {
        var published = new CompletableFuture<Void>();
        try {
            MessageSize.check(message);
            producer.send(
                    Records.toRecord(message),
                    (position, failure) -> answers.execute(() -> answer(published, message, failure)));
        } catch (LapidaryException e) {
            published.completeExceptionally(e);
        } catch (KafkaException | IllegalStateException e) {
            answer(published, message, e);
        }
        return published;
    }

    private void answer(CompletableFuture<Void> published, OutboundMessage message, Exception failure) {
        if (failure == null) {
            published.complete(null);
        } else {
            String what = "publishing '" + message.key() + "' to " + message.topic();
            published.completeExceptionally(Failures.of(clients.connection(), what, failure));
        }
    }

    /** Waits, for a bounded time, for what is on its way. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
        answers.shutdown();
    }
}
