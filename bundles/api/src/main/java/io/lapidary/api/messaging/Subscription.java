package io.lapidary.api.messaging;

import java.util.concurrent.CompletionStage;

/** Messages on their way in. */
public interface Subscription extends AutoCloseable {
    /** Completes once this subscription is in place (for a reader: once it has handed on all that was there). */
    CompletionStage<Void> caughtUp();

    /** Ends it; waits, for a bounded time, for a handler in progress. Items not complete are handed back. */
    @Override
    void close();
}
