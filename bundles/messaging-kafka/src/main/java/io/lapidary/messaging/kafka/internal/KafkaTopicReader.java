package io.lapidary.messaging.kafka.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.lapidary.api.messaging.MessageListener;
import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.TopicReader;

/** Follows topics, each by a thread and a consumer of its own. */
public final class KafkaTopicReader implements TopicReader, AutoCloseable {
    private final Clients clients;
    private final Set<ReaderLoop> loops = ConcurrentHashMap.newKeySet();

    public KafkaTopicReader(Clients clients) {
        this.clients = clients;
    }

    @Override
    public Subscription follow(String topic, Start start, MessageListener listener) {
        var loop = new ReaderLoop(clients, topic, start, listener, loops::remove);
        loops.add(loop);
        loop.start();
        return loop;
    }

    /** Ends every subscription. */
    @Override
    public void close() {
        loops.forEach(ReaderLoop::stop);
        loops.forEach(ReaderLoop::close);
    }
}
