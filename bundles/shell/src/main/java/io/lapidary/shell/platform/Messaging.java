package io.lapidary.shell.platform;

import java.util.SortedSet;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.events.codec.MessageCodec;

/** A connection to a platform's topics. */
public interface Messaging extends AutoCloseable {
    MessagePublisher publisher();

    TopicReader reader();

    /** Reads what is written with any schema that was published there. */
    MessageCodec codec();

    /** Who have a topic of requests, as far as this client may see them. */
    SortedSet<String> tenants() throws LapidaryException, InterruptedException;

    @Override
    void close();

    /** Opens connections. */
    @FunctionalInterface
    interface Connector {
        /** @throws LapidaryException of code broker-unavailable if nothing answers there */
        Messaging connect(Address address) throws LapidaryException, InterruptedException;
    }
}
