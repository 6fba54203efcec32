package io.lapidary.api;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A stable name of a failure, for programs and for the page that says what to do about it.
 *
 * <p>The platform's own codes stand in {@link ErrorCodes}. A plugin defines codes of its own as constants, prefixed with its
 * id ({@code prune.schedule-too-short}); a code once published keeps its meaning.
 *
 * @param id lower-case words joined by hyphens, optionally prefixed with a plugin's id and a dot
 * @param type drives retry and the terminal state
 */
public record ErrorCode(String id, ErrorType type) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)?");

    public ErrorCode {
        Objects.requireNonNull(type, "type");
        if (!FORM.matcher(id).matches()) {
            throw new IllegalArgumentException("error code '" + id + "' is not of the form " + FORM);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
