package io.lapidary.worker.internal.intake;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.Latest;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.events.Control;
import io.lapidary.events.ControlAction;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.Topics;

/**
 * Heeds what is decided elsewhere: a request that is cancelled, or has its result, stops here; and an item of it that comes
 * by later is not begun.
 */
final class Decisions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);
    private static final int REMEMBERED = 20_000;

    private final MessageCodec codec;
    private final RunningItems running;
    private final Set<String> decided =
            Collections.synchronizedSet(Collections.newSetFromMap(new Latest<>(REMEMBERED)));
    private final Subscription controls;
    private final Subscription results;

    Decisions(TopicReader reader, MessageCodec codec, RunningItems running) {
        this.codec = codec;
        this.running = running;
        controls = reader.follow(Topics.CONTROL, TopicReader.Start.END, this::onControl);
        results = reader.follow(Topics.RESULTS, TopicReader.Start.END, this::onResult);
    }

    /** Completes when everything that is decided from now on is heard. */
    CompletionStage<Void> caughtUp() {
        return controls.caughtUp().thenCombine(results.caughtUp(), (heard, too) -> null);
    }

    boolean isDecided(String requestId) {
        return decided.contains(requestId);
    }

    private void onControl(InboundMessage message) {
        try {
            Control control = codec.decode(Control.class, message.payload());
            if (control.getAction() == ControlAction.CANCEL) {
                running.stopRequest(control.getRequestId(), StopReason.CANCELLED);
            }
        } catch (LapidaryException e) {
            // The coordinator reads the same topic and dead-letters it.
            LOG.debug("Passing over {}: {}", message.position(), e.getMessage());
        }
    }

    /** A result is keyed by its requestId, so it need not be decoded. */
    private void onResult(InboundMessage message) {
        decided.add(message.key());
        running.stopRequest(message.key(), StopReason.DECIDED);
    }

    @Override
    public void close() {
        controls.close();
        results.close();
    }
}
