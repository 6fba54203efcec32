package io.lapidary.api.messaging;

/** Follows whole topics, every partition, independent of other readers. A service. */
public interface TopicReader {
    /** Where to begin. */
    enum Start {
        /** With what is there: for compacted topics and for looking back. */
        BEGINNING,
        /** With what comes from now on. */
        END
    }

    /**
     * Hands on every message until closed; the broker's outages are waited out.
     *
     * @return its {@link Subscription#caughtUp()} completes once all that was there at the beginning has been handed on
     */
    Subscription follow(String topic, Start start, MessageListener listener);
}
