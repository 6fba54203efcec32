package io.lapidary.shell.request;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Reads a duration: {@code 90s}, {@code 10m}, {@code 1h30m}, or ISO 8601 as in {@code PT10M}. */
public final class DurationSyntax {
    private static final Pattern SHORT = Pattern.compile("(?=\\d)(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?");

    private DurationSyntax() {}

    public static Duration parse(String option, String text) throws UsageException {
        try {
            String iso = SHORT.matcher(text).matches() ? "PT" + text : text;
            Duration duration = Duration.parse(iso);
            if (!duration.isNegative() && !duration.isZero()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw wrong(option, text);
        }
        throw wrong(option, text);
    }

    private static UsageException wrong(String option, String text) {
        return new UsageException(option + " " + text + " is no time above zero. Write it as 90s, 10m or 1h30m.");
    }
}
