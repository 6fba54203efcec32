package io.lapidary.messaging.kafka.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.WorkHandler;
import io.lapidary.api.messaging.WorkSource;
import io.lapidary.api.work.Lane;

/** Hands out work by one share group per lane. */
public final class KafkaWorkSource implements WorkSource, AutoCloseable {
    private final Clients clients;
    private final Set<LaneSubscription> subscriptions = ConcurrentHashMap.newKeySet();

    public KafkaWorkSource(Clients clients) {
        this.clients = clients;
    }

    @Override
    public Subscription take(Lane lane, IntSupplier free, WorkHandler handler) {
        var subscription = new LaneSubscription(clients, lane, free, handler, subscriptions::remove);
        subscriptions.add(subscription);
        subscription.start();
        return subscription;
    }

    /** Ends every subscription. */
    @Override
    public void close() {
        subscriptions.forEach(LaneSubscription::stop);
        subscriptions.forEach(LaneSubscription::close);
    }
}
