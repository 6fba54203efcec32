package io.lapidary.coordinator.internal.topology;

import java.time.Duration;

import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Rings once at the earliest time asked for. Kafka Streams commits a transaction after every punctuation, whether it had anything
 * to do or not, so that a regular one would keep broker and node busy at rest.
 */
final class Alarm {
    private static final long LEAST_MILLIS = 10;
    private static final long MOST_MILLIS = 10_000;

    private final ProcessorContext<?, ?> context;
    private final Runnable action;
    private Cancellable armed = () -> {};
    private long due = Long.MAX_VALUE;

    Alarm(ProcessorContext<?, ?> context, Runnable action) {
        this.context = context;
        this.action = action;
    }

    /** Rings at a time, or earlier if that was asked for before; in any case within ten seconds. */
    void by(long time, long now) {
        long wanted = Math.min(Math.max(time, now + LEAST_MILLIS), now + MOST_MILLIS);
        if (due <= wanted) {
            return;
        }
        armed.cancel();
        due = wanted;
        armed = context.schedule(Duration.ofMillis(wanted - now), PunctuationType.WALL_CLOCK_TIME, t -> ring());
    }

    private void ring() {
        armed.cancel();
        due = Long.MAX_VALUE;
        action.run();
    }
}
