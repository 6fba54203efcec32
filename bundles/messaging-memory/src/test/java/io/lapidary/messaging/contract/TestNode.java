package io.lapidary.messaging.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.lapidary.api.messaging.Acknowledgement;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.WorkSource;
import io.lapidary.api.work.Lane;

/** A node of a test: takes items into its hands, and settles them when the test says so. */
final class TestNode implements AutoCloseable {
    /** An item in hand. */
    record Held(InboundMessage item, CompletableFuture<Acknowledgement> handling) {
        String text() {
            return new String(item.payload(), StandardCharsets.UTF_8);
        }
    }

    private final AtomicInteger places;
    private final List<Held> held = new CopyOnWriteArrayList<>();
    private final Subscription subscription;

    TestNode(WorkSource source, Lane lane, int places) {
        this.places = new AtomicInteger(places);
        this.subscription = source.take(lane, this.places::get, this::take);
    }

    private CompletionStage<Acknowledgement> take(InboundMessage item) {
        places.decrementAndGet();
        var handling = new CompletableFuture<Acknowledgement>();
        held.add(new Held(item, handling));
        return handling;
    }

    /** Everything that was ever handed to this node, in order. */
    List<Held> held() {
        return held;
    }

    List<String> texts() {
        return held.stream().map(Held::text).toList();
    }

    Held first() {
        Awaiting.until("an item", () -> !held.isEmpty());
        return held.get(0);
    }

    void settle(Held one, Acknowledgement outcome) {
        places.incrementAndGet();
        one.handling().complete(outcome);
    }

    void fail(Held one) {
        places.incrementAndGet();
        one.handling().completeExceptionally(new IllegalStateException("meant to fail"));
    }

    int running() {
        return (int) held.stream().filter(one -> !one.handling().isDone()).count();
    }

    @Override
    public void close() {
        subscription.close();
    }
}
