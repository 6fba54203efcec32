package io.lapidary.backend.cpu.internal.place;

import java.util.Optional;

import io.lapidary.model.Operator;

/** One thing that XNNPACK demands of an operator. */
@FunctionalInterface
interface Condition {
    /** Why it is not met, as one sentence; empty if it is. */
    Optional<String> refusal(Operator operator);
}
