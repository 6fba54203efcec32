package io.lapidary.shell.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.Topics;

/**
 * Follows one request: its events as they come, each once, and its result. The result is what decides; events are told at least
 * once and may come late.
 */
public final class RequestWatch implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);
    /** How long after the result its last events are waited for. */
    private static final Duration LATE_EVENTS = Duration.ofMillis(500);

    private static final Set<LifecycleType> TERMINAL = Set.of(
            LifecycleType.SUCCEEDED,
            LifecycleType.UNSATISFIED,
            LifecycleType.FAILED,
            LifecycleType.REFUSED,
            LifecycleType.CANCELLED,
            LifecycleType.EXPIRED);

    private record EventKey(String workId, int attempt, String source, long sequence) {}

    /** Gets events, on the thread that waits. */
    public interface Listener {
        void onEvent(LifecycleEvent event);

        /** Called a few times a second while nothing happens. */
        void onTick();
    }

    private final Platform platform;
    private final MessageCodec codec;
    private final String requestId;
    private final BlockingQueue<LifecycleEvent> events = new LinkedBlockingQueue<>();
    private final Set<EventKey> seen = new HashSet<>();
    private final Subscription eventReader;
    private final Subscription resultReader;
    private volatile Optional<OptimizationResult> result = Optional.empty();
    private volatile Optional<LapidaryException> unreadable = Optional.empty();

    RequestWatch(Platform platform, TopicReader reader, MessageCodec codec, String requestId, TopicReader.Start start)
            throws LapidaryException, InterruptedException {
        this.platform = platform;
        this.codec = codec;
        this.requestId = requestId;
        eventReader = reader.follow(Topics.EVENTS, start, this::onEvent);
        resultReader = reader.follow(Topics.RESULTS, start, this::onResult);
        try {
            platform.await(eventReader.caughtUp(), "its events could not be read");
            platform.await(resultReader.caughtUp(), "its results could not be read");
        } catch (LapidaryException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private void onEvent(InboundMessage message) {
        if (!message.key().equals(requestId) || message.payload().length == 0) {
            return;
        }
        try {
            LifecycleEvent event = codec.decode(LifecycleEvent.class, message.payload());
            if (seen.add(new EventKey(event.getWorkId(), event.getAttempt(), event.getSource(), event.getSequence()))) {
                events.add(event);
            }
        } catch (LapidaryException e) {
            // An event decides nothing: one that a newer node words in a way unknown here is not shown.
            return;
        }
    }

    private void onResult(InboundMessage message) {
        if (!message.key().equals(requestId) || message.payload().length == 0 || result.isPresent()) {
            return;
        }
        try {
            result = Optional.of(codec.decode(OptimizationResult.class, message.payload()));
        } catch (LapidaryException e) {
            unreadable = Optional.of(e);
        }
    }

    /** What is known of the request so far: whether anything at all. */
    public boolean isKnown() {
        return result.isPresent() || !events.isEmpty();
    }

    /** The result, if the request has ended. */
    public Optional<OptimizationResult> result() {
        return result;
    }

    /**
     * Waits for the request's end.
     *
     * @param until when to give up; {@link Instant#MAX} for never
     * @return empty if it has not ended by then
     */
    public Optional<OptimizationResult> await(Listener listener, Instant until)
            throws LapidaryException, InterruptedException {
        boolean terminal = false;
        Instant enough = until;
        while (Instant.now().isBefore(enough) && !(terminal && result.isPresent())) {
            LifecycleEvent event = events.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
            if (event != null) {
                terminal |= TERMINAL.contains(event.getType());
                listener.onEvent(event);
            } else {
                listener.onTick();
                platform.requireAlive();
            }
            if (unreadable.isPresent()) {
                throw unreadable.get();
            }
            if (result.isPresent() && enough.equals(until)) {
                Instant late = Instant.now().plus(LATE_EVENTS);
                enough = late.isBefore(until) ? late : until;
            }
        }
        return result;
    }

    /** Ends the reading without waiting for it: a reader takes some tenths of a second to leave, and holds nothing. */
    @Override
    public void close() {
        for (Subscription reader : List.of(eventReader, resultReader)) {
            var closer = new Thread(reader::close, "watch-end");
            closer.setDaemon(true);
            closer.start();
        }
    }
}
