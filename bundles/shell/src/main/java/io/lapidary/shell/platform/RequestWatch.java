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

import io.lapidary.api.ErrorCodes;
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
    /** How long after sending a request whose id has a result already its refusal is waited for. */
    private static final Duration REFUSAL = Duration.ofSeconds(3);

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
    private Duration late = LATE_EVENTS;
    private boolean sending;
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

    /**
     * To be called before the request is sent by this very program: what happened under its id before is passed over, and if the id
     * turns out to be another request's, {@link #await} fails.
     */
    public void beginSending() {
        sending = true;
        events.clear();
        late = result.isPresent() ? REFUSAL : LATE_EVENTS;
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
     * @throws LapidaryException of code refused-duplicate if the id is that of another request, see {@link #beginSending}
     */
    public Optional<OptimizationResult> await(Listener listener, Instant until)
            throws LapidaryException, InterruptedException {
        boolean terminal = false;
        Instant enough = until;
        while (Instant.now().isBefore(enough) && !(terminal && result.isPresent())) {
            LifecycleEvent event = events.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
            if (event != null) {
                requireOwn(event);
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
                Instant last = Instant.now().plus(late);
                enough = last.isBefore(until) ? last : until;
            }
        }
        return result;
    }

    private void requireOwn(LifecycleEvent event) throws LapidaryException {
        if (sending && event.getType() == LifecycleType.REFUSED_DUPLICATE) {
            throw new LapidaryException(
                    ErrorCodes.DUPLICATE_REQUEST,
                    "Another request was sent under the id " + requestId + " before, and stands.",
                    "Send this one under an id of its own; 'lapidary watch " + requestId + "' shows the other.");
        }
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
