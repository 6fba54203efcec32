package io.lapidary.shell.result;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.Status;

/** What a command's exit code tells a script. Stable. */
public enum ExitCode {
    /** It was done; a request succeeded and every constraint holds. */
    SATISFIED(0),
    /** The command itself failed: it could not write its output, or has a fault. */
    FAULT(1),
    /** The command line is wrong: an unknown option, a file that is not there. */
    USAGE(2),
    /** The model was optimized, but a constraint does not hold. */
    UNSATISFIED(3),
    /** The request cannot be served as it is: an unknown technique, a broken model, unfit data. */
    REFUSED(4),
    /** The work failed: memory, disk, an engine, a fault of the platform. */
    FAILED(5),
    /** The request was cancelled, or its time ran out. */
    STOPPED(6),
    /** The platform cannot be reached or started, or did not answer in time. */
    UNREACHABLE(7);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** How a request's end is told. */
    public static ExitCode of(Status status) {
        return switch (status) {
            case SUCCEEDED -> SATISFIED;
            case UNSATISFIED -> UNSATISFIED;
            case REFUSED -> REFUSED;
            case FAILED, UNKNOWN -> FAILED;
            case CANCELLED, EXPIRED -> STOPPED;
        };
    }

    /** How a failure is told that was met before a request was sent, or without one. */
    public static ExitCode of(LapidaryException failure) {
        return switch (failure.type()) {
            case REQUEST, MODEL -> REFUSED;
            case RESOURCE, INTERNAL -> FAILED;
            case EXTERNAL -> UNREACHABLE;
        };
    }
}
