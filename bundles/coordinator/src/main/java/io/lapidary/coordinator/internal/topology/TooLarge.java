package io.lapidary.coordinator.internal.topology;

import io.lapidary.api.ErrorCodes;
import io.lapidary.coordinator.internal.machine.Faults;
import io.lapidary.events.ErrorInfo;

/** A message or a state is over the limit, so that the broker would not take it. */
final class TooLarge extends Exception {
    private static final long serialVersionUID = 1L;

    TooLarge(String what, int bytes, int maxBytes) {
        super(what + " has " + bytes + " bytes, more than the " + maxBytes + " that a message may have.");
    }

    ErrorInfo error() {
        return Faults.of(
                ErrorCodes.INVALID_REQUEST,
                getMessage(),
                "Put large parameters and tables into the store and name their URIs.");
    }
}
