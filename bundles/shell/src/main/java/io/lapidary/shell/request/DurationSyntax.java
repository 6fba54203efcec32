package io.lapidary.shell.request;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a duration: {@code 90s}, {@code 10m}, {@code 1h30m}, or ISO 8601 as in {@code PT10M}. */
public final class DurationSyntax {
    private static final Pattern SHORT = Pattern.compile("(?=\\d)(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?");

    private DurationSyntax() {}

    public static Duration parse(String option, String text) throws UsageException {
        return read(text)
                .orElseThrow(() -> new UsageException(
                        option + " " + text + " is no time above zero. Write it as 90s, 10m or 1h30m."));
    }

    /**
     * Reads one that has a least value.
     *
     * @param why it may not be less, as the end of a sentence
     */
    public static Duration parse(String option, String text, Duration least, String why) throws UsageException {
        Optional<Duration> read = read(text);
        if (read.isPresent() && read.get().compareTo(least) >= 0) {
            return read.get();
        }
        String hours = least.toHours() + "h";
        throw new UsageException(
                option + " " + text + " is " + (read.isPresent() ? "less than " : "no time of at least ") + hours + ": "
                        + why + ". Write it as in " + hours + ".");
    }

    /** Empty for what is none, or not above zero. */
    private static Optional<Duration> read(String text) {
        try {
            String iso = SHORT.matcher(text).matches() ? "PT" + text : text;
            return Optional.of(Duration.parse(iso)).filter(read -> !read.isNegative() && !read.isZero());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
