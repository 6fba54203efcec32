package io.lapidary.events.codec;

import java.time.Duration;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;

/**
 * What a node's log says of messages that are put aside: a line of each, but few a minute, so that a flood of them does not push
 * everything else out of the log; how many had none is said later. Thread-safe.
 */
public final class DeadLetterLines {
    /** Lines a minute. */
    static final int MOST = 20;

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private long begun = Long.MIN_VALUE;
    private int said;
    private long unsaid;

    /**
     * The line of one that is put aside now; empty if the minute has had its lines.
     *
     * @param now milliseconds since 1970
     */
    public synchronized Optional<String> of(InboundMessage received, LapidaryException error, long now) {
        if (begun == Long.MIN_VALUE || now - begun >= MINUTE || now < begun) {
            begun = now;
            said = 0;
        }
        if (said == MOST) {
            unsaid++;
            return Optional.empty();
        }
        said++;
        String line = DeadLetters.shortened(received.position() + " is put aside in " + Topics.DEAD_LETTERS + " with "
                + error.code().id() + ": " + error.sentence());
        if (unsaid > 0) {
            line += " (" + unsaid + " before it had no line.)";
            unsaid = 0;
        }
        if (said == MOST) {
            line += " (Those of the next " + Math.max(1, (begun + MINUTE - now) / 1000) + " s have no line.)";
        }
        return Optional.of(line);
    }
}
