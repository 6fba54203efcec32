package io.lapidary.messaging.memory;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.MessageListener;
import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.TopicReader;

/** One follower of one topic. */
final class MemoryReader implements Subscription, Deliveries.Source {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryReader.class);

    private final Deliveries deliveries;
    private final MemoryTopic topic;
    private final MessageListener listener;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final int thereAtFirst;
    private int position;

    MemoryReader(Deliveries deliveries, MemoryTopic topic, TopicReader.Start start, MessageListener listener) {
        this.deliveries = deliveries;
        this.topic = topic;
        this.listener = listener;
        this.thereAtFirst = topic.size();
        this.position = start == TopicReader.Start.BEGINNING ? 0 : thereAtFirst;
    }

    @Override
    public Optional<Runnable> next() {
        if (position >= thereAtFirst && !caughtUp.isDone()) {
            return Optional.of(() -> caughtUp.complete(null));
        }
        if (position == topic.size()) {
            return Optional.empty();
        }
        InboundMessage message = topic.get(position++);
        return Optional.of(() -> hand(message));
    }

    private void hand(InboundMessage message) {
        try {
            listener.onMessage(message);
        } catch (RuntimeException e) {
            LOG.warn(
                    "The listener of {} failed at {}; the next message follows",
                    message.topic(),
                    message.position(),
                    e);
        }
    }

    @Override
    public boolean quiet() {
        return position == topic.size() && caughtUp.isDone();
    }

    @Override
    public CompletionStage<Void> caughtUp() {
        return caughtUp.copy();
    }

    @Override
    public void close() {
        deliveries.remove(this);
        deliveries.awaitIdle();
    }
}
