package io.lapidary.coordinator.internal.machine;

/** Where an item of work stands. */
public enum Phase {
    /** Received, not admitted yet: no node is live to check it against, or what is not offered may be known in a moment. */
    NEW,
    /** Waits for room in its lane. */
    QUEUED,
    /** Failed; waits before it is queued again. */
    BACKOFF,
    /** Lies in its lane or is being worked on. */
    DISPATCHED,
    /** A planner's question whose candidates are being run. */
    WAITING,
    /** A candidate that is complete, or has failed for good. */
    DONE
}
