package io.lapidary.api.work;

import java.util.Objects;

/**
 * Something that the reader of a result should know.
 *
 * @param severity how much it matters
 * @param code a stable word for programs, as in {@code slower-than-original}
 * @param subject the tensor, operator or file it is about; empty for the whole
 * @param message one sentence, naming the thing and, for a warning, what to do
 */
public record Finding(Severity severity, String code, String subject, String message) {
    /** How much a finding matters. */
    public enum Severity {
        NOTE,
        WARNING
    }

    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(message, "message");
    }

    public static Finding note(String code, String subject, String message) {
        return new Finding(Severity.NOTE, code, subject, message);
    }

    public static Finding warning(String code, String subject, String message) {
        return new Finding(Severity.WARNING, code, subject, message);
    }
}
