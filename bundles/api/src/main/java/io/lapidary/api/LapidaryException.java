package io.lapidary.api;

import java.util.Objects;

/**
 * A failure with a stable code, a message that names the thing, a remedy that names the way out, and the place where it was.
 *
 * <p>{@link #getMessage()} is one clear sentence for a person; it never holds a stack trace, nor line ends or other control
 * characters, for which a blank stands, and of more than 4,000 characters the middle is left out: what strangers send is in it.
 */
public class LapidaryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;
    private final String remedy;
    private final String where;

    /**
     * @param code the stable code
     * @param message what is wrong, naming the thing (a tensor, a file and index, a parameter and its value)
     * @param remedy what the reader can do about it; empty if nothing
     * @param where the place: a step, a file, an operator; empty if the message says it
     * @param cause the underlying failure, or null
     */
    public LapidaryException(ErrorCode code, String message, String remedy, String where, Throwable cause) {
        super(Sentence.of(Objects.requireNonNull(message, "message")), cause);
        this.code = Objects.requireNonNull(code, "code");
        this.remedy = Sentence.of(Objects.requireNonNull(remedy, "remedy"));
        this.where = Sentence.of(Objects.requireNonNull(where, "where"));
    }

    public LapidaryException(ErrorCode code, String message, String remedy) {
        this(code, message, remedy, "", null);
    }

    public LapidaryException(ErrorCode code, String message, String remedy, Throwable cause) {
        this(code, message, remedy, "", cause);
    }

    /** The same complaint, which names the thing that it is about also where whoever found it did not know the name. */
    public LapidaryException about(String thing) {
        return getMessage().contains(thing)
                ? this
                : new LapidaryException(code, thing + ": " + getMessage(), remedy, where, this);
    }

    public ErrorCode code() {
        return code;
    }

    public ErrorType type() {
        return code.type();
    }

    public String remedy() {
        return remedy;
    }

    public String where() {
        return where;
    }

    /** The one sentence, and the remedy after it. */
    public String sentence() {
        return remedy.isEmpty() ? getMessage() : getMessage() + " " + remedy;
    }
}
