package io.lapidary.messaging.kafka.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.WorkHandler;
import io.lapidary.api.work.Lane;
import io.lapidary.messaging.kafka.TopicLayout;

/** One node's part in a lane: its hands, more of them as they are needed. */
final class LaneSubscription implements Subscription, Staffing {
    /** More would hardly run side by side on one node. */
    private static final int MAX_HANDS = 64;

    private static final int MAX_FIRST_HANDS = 4;
    /** A round trip to the broker, spread over so many items, is little beside their own work. */
    static final int BULK = 32;
    /** While one waits for the broker to take what became of its items, the others' items run. */
    private static final int BULK_HANDS = 3;

    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final Clients clients;
    private final Lane lane;
    private final JobBoard board;
    private final IntSupplier free;
    private final Consumer<LaneSubscription> onEnd;
    private final List<Hand> hands = new ArrayList<>();
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private boolean closed;

    LaneSubscription(
            Clients clients, Lane lane, IntSupplier free, WorkHandler handler, Consumer<LaneSubscription> onEnd) {
        this.clients = clients;
        this.lane = lane;
        this.board = new JobBoard(free, handler);
        this.free = free;
        this.onEnd = onEnd;
    }

    void start() {
        int first = Math.max(1, Math.min(MAX_FIRST_HANDS, free.getAsInt()));
        for (int i = 0; i < first; i++) {
            add(1);
        }
    }

    private synchronized void add(int size) {
        if (!closed && hands.size() < MAX_HANDS) {
            var hand = new Hand(() -> clients.shareConsumer(TopicLayout.workers(lane), size), lane, size, board, this);
            hands.add(hand);
            hand.start();
        }
    }

    /** There must be a hand that is not busy as long as there are places. */
    @Override
    public void busy() {
        boolean places = board.placesLeft();
        synchronized (this) {
            if (places && hands.stream().noneMatch(hand -> !hand.bulk() && hand.idle())) {
                add(1);
            }
        }
    }

    /** Quick items are better fetched many at a time. */
    @Override
    public void done() {
        if (board.fast()) {
            synchronized (this) {
                for (long there = hands.stream().filter(Hand::bulk).count(); there < BULK_HANDS; there++) {
                    add(BULK);
                }
            }
        }
    }

    @Override
    public void joined() {
        joined.complete(null);
    }

    /** Completes when a hand has fetched for the first time, if only to learn that there is nothing. */
    @Override
    public CompletionStage<Void> caughtUp() {
        return joined;
    }

    void stop() {
        synchronized (this) {
            closed = true;
            hands.forEach(Hand::stop);
        }
    }

    @Override
    public void close() {
        stop();
        try {
            long end = System.nanoTime() + CLOSE.toNanos();
            for (Hand hand : List.copyOf(hands)) {
                hand.join(Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        onEnd.accept(this);
    }
}
