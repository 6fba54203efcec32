package io.lapidary.api.messaging;

/** What becomes of a work item after its handling. */
public enum Acknowledgement {
    /** Done with, whatever its outcome was: the completion is durable. */
    ACCEPT,
    /** Handed back: this node cannot do it, or is stopping. Another gets it. */
    RELEASE,
    /** Never to be handed out again: it is unreadable and was dead-lettered. */
    REJECT
}
