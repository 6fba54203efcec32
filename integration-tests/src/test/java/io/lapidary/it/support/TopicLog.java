package io.lapidary.it.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.apache.avro.specific.SpecificRecord;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.events.codec.MessageCodec;

/** Everything that was published to a topic since its beginning, decoded. */
public final class TopicLog<T extends SpecificRecord> implements AutoCloseable {
    /** One message. */
    public record Entry<T>(InboundMessage raw, T message) {}

    private final String topic;
    private final Class<T> type;
    private final MessageCodec codec;
    private final List<Entry<T>> entries = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final Subscription subscription;

    TopicLog(TopicReader reader, MessageCodec codec, String topic, Class<T> type) {
        this.topic = topic;
        this.type = type;
        this.codec = codec;
        subscription = reader.follow(topic, TopicReader.Start.BEGINNING, this::add);
    }

    /** Those so far that fit, in the order of their coming. */
    public synchronized List<T> all(Predicate<T> fits) {
        return entries.stream().map(Entry::message).filter(fits).toList();
    }

    /** The first that fits; waits for it. */
    public T await(String what, Duration limit, Predicate<T> fits) throws InterruptedException {
        return awaitEntry(what, limit, entry -> fits.test(entry.message())).message();
    }

    /** The first that fits, with headers and position; waits for it. */
    public synchronized Entry<T> awaitEntry(String what, Duration limit, Predicate<Entry<T>> fits)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            if (!unreadable.isEmpty()) {
                throw new AssertionError("what no client can read: " + unreadable);
            }
            var found = entries.stream().filter(fits).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("within " + limit.toSeconds() + " s, " + topic + " did not bring " + what
                        + "; last came "
                        + entries.subList(Math.max(0, entries.size() - 8), entries.size()).stream()
                                .map(Entry::message)
                                .toList());
            }
            wait(left);
        }
    }

    private synchronized void add(InboundMessage raw) {
        try {
            entries.add(new Entry<>(raw, codec.decode(type, raw.payload())));
        } catch (LapidaryException e) {
            unreadable.add(raw.position() + ": " + e.getMessage());
        }
        notifyAll();
    }

    @Override
    public void close() {
        subscription.close();
    }
}
