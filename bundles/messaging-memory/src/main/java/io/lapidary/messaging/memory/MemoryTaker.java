package io.lapidary.messaging.memory;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.messaging.Acknowledgement;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.WorkHandler;

/** One who takes items of a lane. */
final class MemoryTaker implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryTaker.class);

    private final MemoryLane lane;
    private final IntSupplier free;
    private final WorkHandler handler;
    private final Set<Integer> held = new TreeSet<>();

    MemoryTaker(MemoryLane lane, IntSupplier free, WorkHandler handler) {
        this.lane = lane;
        this.free = free;
        this.handler = handler;
    }

    boolean hasRoom() {
        return free.getAsInt() > 0;
    }

    void holds(int index) {
        held.add(index);
    }

    boolean letsGo(int index) {
        return held.remove(index);
    }

    Set<Integer> letsGoOfAll() {
        var all = new TreeSet<>(held);
        held.clear();
        return all;
    }

    void hand(int index, InboundMessage item) {
        CompletionStage<Acknowledgement> handling;
        try {
            handling = handler.handle(item);
        } catch (RuntimeException e) {
            handling = CompletableFuture.failedFuture(e);
        }
        handling.whenComplete((outcome, failure) -> {
            if (failure != null) {
                LOG.warn("The handling of {} failed; it is handed out again", item.position(), failure);
            }
            lane.settle(this, index, failure == null ? outcome : Acknowledgement.RELEASE);
        });
    }

    @Override
    public CompletionStage<Void> caughtUp() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        lane.leave(this);
    }
}
