package io.lapidary.api;

/** What kind of failure an error is. The type, not the code, drives retry and the state a request ends in. */
public enum ErrorType {
    /** The sender's fault: an unknown technique, a parameter out of range, data of the wrong shape. Never retried. */
    REQUEST(false),
    /** The model is broken, or holds what a step cannot handle. Never retried. */
    MODEL(false),
    /** Memory, disk or time ran out. Retried, since another node may have more of it; a passed deadline is not. */
    RESOURCE(true),
    /** A store, broker or engine failed. Retried with growing backoff. */
    EXTERNAL(true),
    /** A fault in the platform or in a plugin. Retried, since it may be one node's. */
    INTERNAL(true);

    private final boolean retryable;

    ErrorType(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether another attempt, on this node or another, can succeed without the sender changing anything. */
    public boolean retryable() {
        return retryable;
    }

    /** Whether the request itself cannot be served, so that it ends as REFUSED rather than as FAILED. */
    public boolean refuses() {
        return this == REQUEST || this == MODEL;
    }
}
