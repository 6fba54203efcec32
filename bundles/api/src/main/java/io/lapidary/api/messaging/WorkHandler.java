package io.lapidary.api.messaging;

import java.util.concurrent.CompletionStage;

/** Takes work items. */
@FunctionalInterface
public interface WorkHandler {
    /** Begins to work on an item and returns at once; complete the stage when its outcome is durable. */
    CompletionStage<Acknowledgement> handle(InboundMessage item);
}
