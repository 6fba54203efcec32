package io.lapidary.api.messaging;

import java.util.concurrent.CompletionStage;

/** Publishes messages, idempotently and acknowledged by all in-sync replicas. A service. */
public interface MessagePublisher {
    /**
     * Publishes one. Messages of one key and topic arrive in the order of the calls.
     *
     * @return completes when it is durable, or exceptionally with a {@link io.lapidary.api.LapidaryException} of code
     *     broker-unavailable, or invalid-request where the message is over the size limit
     */
    CompletionStage<Void> publish(OutboundMessage message);
}
