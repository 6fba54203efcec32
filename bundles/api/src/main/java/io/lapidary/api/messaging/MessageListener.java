package io.lapidary.api.messaging;

/** Gets messages one after the other, on the reader's own thread. */
@FunctionalInterface
public interface MessageListener {
    /** Takes one. What it throws is logged and the next message follows. */
    void onMessage(InboundMessage message);
}
