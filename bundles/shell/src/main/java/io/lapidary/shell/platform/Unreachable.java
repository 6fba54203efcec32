package io.lapidary.shell.platform;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** Says that a platform cannot be reached, and what to do. */
final class Unreachable {
    private Unreachable() {}

    static LapidaryException because(String message, String remedy) {
        return new LapidaryException(ErrorCodes.BROKER_UNAVAILABLE, message, remedy);
    }

    static LapidaryException because(String message, String remedy, Throwable cause) {
        return new LapidaryException(ErrorCodes.BROKER_UNAVAILABLE, message, remedy, cause);
    }
}
