package io.lapidary.messaging.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.MessageListener;
import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.OutboundMessage;
import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.api.messaging.WorkHandler;
import io.lapidary.api.messaging.WorkSource;
import io.lapidary.api.work.Lane;
import io.lapidary.events.codec.MessageSize;
import io.lapidary.events.codec.Topics;

/**
 * Publisher, reader and work source within one process.
 *
 * <p>Topics are lists, made when first used. All listeners and handlers are called by one thread, in the order in which they
 * subscribed, so that equal programs run equally. Of several takers of a lane each gets an item in turn; an item that is
 * released, or whose handling fails, goes to the next. Compacted topics are not compacted.
 */
public final class InMemoryMessaging implements MessagePublisher, TopicReader, WorkSource, AutoCloseable {
    private final Deliveries deliveries = new Deliveries();
    private final Map<String, MemoryTopic> topics = new TreeMap<>();
    private final Map<Lane, MemoryLane> lanes = new TreeMap<>();
    private final int partitions;

    public InMemoryMessaging() {
        this(4);
    }

    /** @param partitions of every topic */
    public InMemoryMessaging(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public CompletionStage<Void> publish(OutboundMessage message) {
        synchronized (deliveries) {
            try {
                MessageSize.check(message);
                if (!deliveries.available()) {
                    throw new LapidaryException(
                            ErrorCodes.BROKER_UNAVAILABLE,
                            "The message for " + message.topic() + " was not taken: messaging is off.",
                            "Switch it on.");
                }
            } catch (LapidaryException e) {
                return CompletableFuture.failedFuture(e);
            }
            topic(message.topic()).append(message, Instant.now());
            deliveries.notifyAll();
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Subscription follow(String topic, Start start, MessageListener listener) {
        synchronized (deliveries) {
            var reader = new MemoryReader(deliveries, topic(topic), start, listener);
            deliveries.add(reader);
            return reader;
        }
    }

    @Override
    public Subscription take(Lane lane, IntSupplier free, WorkHandler handler) {
        synchronized (deliveries) {
            MemoryLane items =
                    lanes.computeIfAbsent(lane, name -> new MemoryLane(deliveries, topic(Topics.work(name))));
            return items.join(free, handler);
        }
    }

    /** Everything that was published to a topic so far, in order. */
    public List<InboundMessage> messages(String topic) {
        synchronized (deliveries) {
            return List.copyOf(topic(topic).messages());
        }
    }

    /** Switches the broker off and on: while it is off, publishing fails and nothing is delivered. */
    public void setAvailable(boolean available) {
        deliveries.setAvailable(available);
    }

    /**
     * Waits until every reader has been handed all there is, and every work item that has a taker is done with.
     *
     * @return whether that came to be in time
     */
    public boolean awaitQuiet(Duration atMost) throws InterruptedException {
        return deliveries.awaitQuiet(atMost);
    }

    /** Ends every subscription. */
    @Override
    public void close() {
        deliveries.close();
    }

    private MemoryTopic topic(String name) {
        return topics.computeIfAbsent(name, topic -> new MemoryTopic(topic, partitions));
    }
}
