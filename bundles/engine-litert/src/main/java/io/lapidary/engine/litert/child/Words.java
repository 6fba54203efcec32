package io.lapidary.engine.litert.child;

import java.util.stream.Collectors;

import io.lapidary.engine.EngineLog;

/** The interpreter's own words: what it has printed since a moment, without its chatter. */
final class Words {
    private final EngineLog log;

    Words(EngineLog log) {
        this.log = log;
    }

    long mark() {
        return log.mark();
    }

    /** The errors printed since a mark, in one line; a substitute where there are none. */
    String since(long mark) {
        String errors = log.since(mark).stream()
                .filter(line -> !line.startsWith("INFO:") && !line.startsWith("WARNING:"))
                .map(line -> line.replaceFirst("^ERROR:\\s*", ""))
                .map(line -> line.replaceFirst("^/\\S*/(tensorflow/lite/)", "$1"))
                .distinct()
                .limit(4)
                .collect(Collectors.joining(" "));
        return errors.isEmpty() ? "no reason given" : errors;
    }
}
