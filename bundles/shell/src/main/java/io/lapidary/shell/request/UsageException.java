package io.lapidary.shell.request;

/** A command line, or a request file, that is wrong in itself: nothing was started or sent. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message one or two sentences with the remedy */
    public UsageException(String message) {
        super(message);
    }
}
