package io.lapidary.events.codec;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A W3C trace context (Trace Context, level 1), so that a request's way can be followed across programs.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero: the whole way
 * @param spanId 16 lower-case hexadecimal digits, not all zero: the present part of it
 * @param sampled whether the caller records it
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");
    /** A later version may append parts, which are left out; version ff is forbidden. */
    private static final Pattern HEADER =
            Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    public TraceContext {
        if (!TRACE_ID.matcher(traceId).matches()) {
            throw new IllegalArgumentException("'" + traceId + "' is no trace id");
        }
        if (!SPAN_ID.matcher(spanId).matches()) {
            throw new IllegalArgumentException("'" + spanId + "' is no span id");
        }
    }

    /** A new, sampled trace. */
    public static TraceContext create() {
        return new TraceContext(random(16), random(8), true);
    }

    /** Reads a {@code traceparent}; empty if it is not valid, in which case the specification wants a new trace. */
    public static Optional<TraceContext> parse(String traceparent) {
        var header = HEADER.matcher(traceparent.strip());
        if (!header.matches()
                || (header.group(1).equals("00") && header.group(5) != null)
                || !TRACE_ID.matcher(header.group(2)).matches()
                || !SPAN_ID.matcher(header.group(3)).matches()) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(header.group(4), 16) & 1) == 1;
        return Optional.of(new TraceContext(header.group(2), header.group(3), sampled));
    }

    /** A part of the trace that {@code traceparent} names, or of a new one if it names none. */
    public static TraceContext continueOrCreate(Optional<String> traceparent) {
        return traceparent.flatMap(TraceContext::parse).map(TraceContext::child).orElseGet(TraceContext::create);
    }

    /** A new part of the same trace. */
    public TraceContext child() {
        return new TraceContext(traceId, random(8), sampled);
    }

    /** As the header says it: {@code 00-<trace id>-<span id>-01}. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    private static String random(int bytes) {
        byte[] id = new byte[bytes];
        do {
            RANDOM.nextBytes(id);
        } while (allZero(id));
        return HexFormat.of().formatHex(id);
    }

    private static boolean allZero(byte[] id) {
        for (byte b : id) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
