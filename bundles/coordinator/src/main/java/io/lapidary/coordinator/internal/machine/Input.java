package io.lapidary.coordinator.internal.machine;

import java.util.Optional;

import io.lapidary.events.Completion;
import io.lapidary.events.Control;
import io.lapidary.events.ErrorInfo;
import io.lapidary.events.OptimizationRequest;

/** What can happen to a request. */
public sealed interface Input {
    /**
     * A request came.
     *
     * @param tenant by its topic
     * @param request decoded
     * @param traceparent of its trace
     */
    record Arrived(String tenant, OptimizationRequest request, String traceparent) implements Input {}

    /** A request which is NEW can be checked: a node is live, which may offer what it asks for. */
    record Check() implements Input {}

    /** What could not be dispatched at once waits. */
    record Held(String why) implements Input {}

    /** The lane has room. */
    record Granted(int number) implements Input {}

    /** A worker is done. */
    record Completed(Completion completion) implements Input {}

    /**
     * Nothing was heard of a dispatched item for its lease.
     *
     * @param heard whether anything ever was, of this attempt
     */
    record Lost(int number, int attempt, boolean heard) implements Input {}

    /** A failed item has waited long enough. */
    record Rested(int number, int attempt) implements Input {}

    /** The request's own deadline has come. */
    record DeadlinePassed() implements Input {}

    /**
     * A request is to end.
     *
     * @param control who asked, and why
     * @param tenant whose requests the sender may cancel, by its topic; empty for anybody's
     */
    record Cancelled(Control control, Optional<String> tenant) implements Input {}

    /** The coordinator itself cannot go on with it: too large, unreadable. */
    record Broken(ErrorInfo error) implements Input {}
}
