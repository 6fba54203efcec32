package io.lapidary.events.mapping;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** Reads values that came by a message, turning the contracts' objections into errors that name the thing. */
final class Foreign {
    private Foreign() {}

    /** Makes a value from a message's parts. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws LapidaryException;
    }

    /** @param what the thing that is read, as in {@code the offer of technique prune} */
    static <T> T read(String what, Reading<T> reading) throws LapidaryException {
        try {
            return reading.read();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new LapidaryException(
                    ErrorCodes.UNDECODABLE_MESSAGE,
                    "A message says of " + what + " what cannot be: " + e.getMessage() + ".",
                    "Correct the sender, or update this node if the sender is newer.",
                    e);
        }
    }
}
