package io.lapidary.engine.litert.child.interpreter;

import java.util.stream.Collectors;

import io.lapidary.engine.EngineLog;

/** The interpreter's own words: what it has printed since a moment, without its chatter. */
public final class Words {
    private final EngineLog log;

    public Words(EngineLog log) {
        this.log = log;
    }

    public long mark() {
        return log.mark();
    }

    /** The errors printed since a mark, in one line; a substitute where there are none. */
    public String since(long mark) {
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
