package io.lapidary.worker.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.Acknowledgement;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.OutboundMessage;
import io.lapidary.events.Completion;
import io.lapidary.events.Outcome;
import io.lapidary.events.WorkItem;
import io.lapidary.events.codec.Envelopes;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.events.codec.Topics;
import io.lapidary.messaging.memory.InMemoryMessaging;

/** A worker that is done: whatever dies then, its completion is durable before its item is acknowledged. */
class ItemIntakeTest {
    private record Sent(OutboundMessage message, CompletableFuture<Void> durable) {}

    private final MessageCodec codec = new MessageCodec(new SchemaCatalog());
    private final InMemoryMessaging messaging = new InMemoryMessaging();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final LinkedBlockingQueue<Sent> completions = new LinkedBlockingQueue<>();
    private final List<String> worked = new ArrayList<>();
    private Decisions decisions;
    private ItemIntake intake;

    @BeforeEach
    void open() {
        var running = new RunningItems();
        decisions = new Decisions(messaging, codec, running);
        intake = new ItemIntake(
                "node-1",
                codec,
                new Envelopes(codec, "/test"),
                this::publish,
                timer,
                running,
                decisions,
                (item, monitor) -> {
                    worked.add(item.getWorkId());
                    return Completion.newBuilder().setOutcome(Outcome.SUCCEEDED);
                });
    }

    @AfterEach
    void close() {
        intake.close();
        decisions.close();
        messaging.close();
        timer.shutdownNow();
    }

    private CompletionStage<Void> publish(OutboundMessage message) {
        if (!message.topic().equals(Topics.COMPLETIONS)) {
            return CompletableFuture.completedFuture(null);
        }
        var sent = new Sent(message, new CompletableFuture<>());
        completions.add(sent);
        return sent.durable();
    }

    private Sent sent() throws InterruptedException {
        Sent sent = completions.poll(60, TimeUnit.SECONDS);
        assertThat(sent).isNotNull();
        return sent;
    }

    private CompletableFuture<Acknowledgement> hand(WorkItem item) {
        return intake.handle(new InboundMessage(
                        "lapidary.work.light", 0, 7, item.getWorkId(), Map.of(), codec.encode(item), Instant.EPOCH))
                .toCompletableFuture();
    }

    @Test
    void anItemIsAcknowledgedOnlyOnceItsCompletionIsDurable() throws Exception {
        var acknowledged = hand(WorkerRig.item("a", "model", "copy"));
        Sent completion = sent();
        assertThat(acknowledged).isNotDone();
        completion.durable().complete(null);
        assertThat(acknowledged.get(60, TimeUnit.SECONDS)).isEqualTo(Acknowledgement.ACCEPT);
    }

    @Test
    void anItemWhoseCompletionIsLostIsNotAcknowledgedAndDoneAgain() throws Exception {
        WorkItem item = WorkerRig.item("a", "model", "copy");
        var acknowledged = hand(item);
        sent().durable()
                .completeExceptionally(new LapidaryException(ErrorCodes.BROKER_UNAVAILABLE, "It is gone.", "Wait."));
        var failed = new CountDownLatch(1);
        acknowledged.whenComplete((how, failure) -> failed.countDown());
        assertThat(failed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledged).isCompletedExceptionally();

        var again = hand(item);
        sent().durable().complete(null);
        assertThat(again.get(60, TimeUnit.SECONDS)).isEqualTo(Acknowledgement.ACCEPT);
        assertThat(worked).containsExactly("a", "a");
    }

    @Test
    void anItemThatWasCompletedAndNotAcknowledgedIsDoneAgainUnlessItsResultIsKnown() throws Exception {
        WorkItem item = WorkerRig.item("a", "model", "copy");
        hand(item);
        sent().durable().complete(null);
        var again = hand(item); // as if whoever had it first had died before the acknowledgement
        Sent second = sent();
        assertThat(codec.decode(Completion.class, second.message().payload()).getAttempt())
                .isEqualTo(item.getAttempt());
        second.durable().complete(null);
        assertThat(again.get(60, TimeUnit.SECONDS)).isEqualTo(Acknowledgement.ACCEPT);

        messaging.publish(new OutboundMessage(Topics.RESULTS, "a", Map.of(), new byte[] {1}));
        WorkerRig.await("the result is known", () -> decisions.isDecided("a"));
        assertThat(hand(item).get(60, TimeUnit.SECONDS)).isEqualTo(Acknowledgement.ACCEPT);
        assertThat(completions).isEmpty();
        assertThat(worked).containsExactly("a", "a");
    }
}
