package io.lapidary.worker.internal.intake;

/** Why a running item is to end before its time. */
enum StopReason {
    /** A cancellation of its request came by. */
    CANCELLED,
    /** Its request was decided elsewhere: whatever this run would say is no longer wanted. */
    DECIDED,
    /** Its request's deadline passed. */
    DEADLINE,
    /** This node stops: the item is handed back. */
    SHUTDOWN
}
