package io.lapidary.messaging.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntSupplier;

import io.lapidary.api.messaging.Acknowledgement;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.WorkHandler;

/** The items of one lane and who has them. Guarded by the deliveries' lock. */
final class MemoryLane implements Deliveries.Source {
    private final Deliveries deliveries;
    private final MemoryTopic topic;
    private final List<MemoryTaker> takers = new ArrayList<>();
    /** Indexes of items that were handed back; they go out again before new ones. */
    private final TreeSet<Integer> returned = new TreeSet<>();

    private int fresh;
    private int inHand;
    private int turn;

    MemoryLane(Deliveries deliveries, MemoryTopic topic) {
        this.deliveries = deliveries;
        this.topic = topic;
        deliveries.add(this);
    }

    MemoryTaker join(IntSupplier free, WorkHandler handler) {
        var taker = new MemoryTaker(this, free, handler);
        takers.add(taker);
        deliveries.notifyAll();
        return taker;
    }

    @Override
    public Optional<Runnable> next() {
        if (returned.isEmpty() && fresh == topic.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < takers.size(); i++) {
            MemoryTaker taker = takers.get((turn + i) % takers.size());
            if (taker.hasRoom()) {
                turn = (turn + i + 1) % takers.size();
                int index = returned.isEmpty() ? fresh++ : returned.pollFirst();
                InboundMessage item = topic.get(index);
                inHand++;
                taker.holds(index);
                return Optional.of(() -> taker.hand(index, item));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean quiet() {
        return takers.isEmpty() || (returned.isEmpty() && fresh == topic.size() && inHand == 0);
    }

    /** What a taker says of an item that it holds. */
    void settle(MemoryTaker taker, int index, Acknowledgement outcome) {
        synchronized (deliveries) {
            if (taker.letsGo(index)) {
                inHand--;
                if (outcome == Acknowledgement.RELEASE) {
                    returned.add(index);
                }
                deliveries.notifyAll();
            }
        }
    }

    void leave(MemoryTaker taker) {
        synchronized (deliveries) {
            takers.remove(taker);
            turn = 0;
            for (int index : taker.letsGoOfAll()) {
                inHand--;
                returned.add(index);
            }
            deliveries.notifyAll();
            deliveries.awaitIdle();
        }
    }
}
