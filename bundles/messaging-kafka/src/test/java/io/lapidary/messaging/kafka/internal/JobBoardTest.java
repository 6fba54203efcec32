package io.lapidary.messaging.kafka.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import io.lapidary.api.messaging.Acknowledgement;
import io.lapidary.api.messaging.InboundMessage;

class JobBoardTest {
    private final AtomicInteger free = new AtomicInteger(1);
    private final List<CompletableFuture<Acknowledgement>> handled = new ArrayList<>();
    private final JobBoard board = new JobBoard(free::get, this::handle);

    private CompletionStage<Acknowledgement> handle(InboundMessage item) {
        var handling = new CompletableFuture<Acknowledgement>();
        handled.add(handling);
        free.decrementAndGet();
        return handling;
    }

    private static boolean start(JobBoard board, Job job) {
        board.queue(job);
        return board.startWaiting();
    }

    @Test
    void anItemThatComesBackWhileItRunsIsNotStartedAgain() {
        Job job = board.known(new Job(item(7)));
        assertThat(start(board, job)).isTrue();
        assertThat(board.known(new Job(item(7)))).isSameAs(job);
        assertThat(handled).hasSize(1);
    }

    @Test
    void anItemThatComesBackWithAnOutcomeNobodyWasToldIsNotStartedAgain() {
        Job job = board.known(new Job(item(7)));
        start(board, job);
        handled.get(0).complete(Acknowledgement.ACCEPT);
        Job again = board.known(new Job(item(7)));
        assertThat(again.started()).isTrue();
        assertThat(again.outcome()).contains(Acknowledgement.ACCEPT);
    }

    @Test
    void anItemThatWasHandedBackBeginsAnew() {
        Job job = board.known(new Job(item(7)));
        start(board, job);
        handled.get(0).completeExceptionally(new IllegalStateException("meant to fail"));
        assertThat(job.outcome()).contains(Acknowledgement.RELEASE);
        assertThat(board.known(new Job(item(7))).started()).isFalse();
    }

    @Test
    void anItemOfATopicThatWasMadeAnewIsAnother() {
        Job job = board.known(new Job(item(7)));
        start(board, job);
        var later = new ConsumerRecord<>("t", 0, 7L, "key", new byte[0]);
        assertThat(board.known(new Job(later))).isNotSameAs(job);
    }

    @Test
    void oneHandFetchesForEachPlace() {
        free.set(2);
        assertThat(board.admit(false, false)).isTrue();
        assertThat(board.admit(false, false)).isTrue();
        assertThat(board.admit(false, false)).isFalse();
        board.fetched(false);
        assertThat(board.admit(false, false)).isTrue();
        free.set(0);
        board.fetched(false);
        assertThat(board.admit(false, false)).isFalse();
    }

    @Test
    void nothingIsStartedWithoutAPlace() {
        free.set(0);
        assertThat(start(board, board.known(new Job(item(1))))).isFalse();
        assertThat(handled).isEmpty();
    }

    @Test
    void quickItemsMakeTheLaneFastAndSlowOnesDoNot() {
        assertThat(board.admit(true, false)).isFalse();
        for (int i = 0; i < 20; i++) {
            free.set(1);
            start(board, board.known(new Job(item(i))));
            handled.get(i).complete(Acknowledgement.ACCEPT);
        }
        free.set(1);
        assertThat(board.fast()).isTrue();
        assertThat(board.admit(true, false)).isTrue();
    }

    @Test
    void aHandlerThatThrowsHandsTheItemBack() {
        var throwing = new JobBoard(() -> 1, item -> {
            throw new IllegalStateException("meant to fail");
        });
        Job job = throwing.known(new Job(item(1)));
        assertThat(start(throwing, job)).isTrue();
        assertThat(job.outcome()).contains(Acknowledgement.RELEASE);
    }

    private static ConsumerRecord<String, byte[]> item(long offset) {
        return new ConsumerRecord<>(
                "t",
                0,
                offset,
                1_000L,
                TimestampType.CREATE_TIME,
                3,
                0,
                "key",
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }
}
