package io.lapidary.dataset.internal.source;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.work.WriteFailures;

/** The refusals of this bundle: each names the data as its sender does. */
public final class DataErrors {
    private DataErrors() {}

    public static LapidaryException invalid(String data, String what, String remedy) {
        return new LapidaryException(ErrorCodes.INVALID_DATA, data + ": " + what + ".", remedy, data, null);
    }

    public static LapidaryException mismatch(String data, String what, String remedy) {
        return new LapidaryException(ErrorCodes.DATA_MISMATCH, data + ": " + what + ".", remedy, data, null);
    }

    public static LapidaryException unsupported(String data, String what, String remedy) {
        return new LapidaryException(ErrorCodes.UNSUPPORTED_DATA, data + ": " + what + ".", remedy, data, null);
    }

    public static LapidaryException option(String data, String what, String remedy) {
        return new LapidaryException(ErrorCodes.INVALID_PARAMETER, data + ": " + what + ".", remedy, data, null);
    }

    /** What a failure to read means: the file is gone, or it is not what it says it is. */
    public static LapidaryException unreadable(String data, IOException cause) {
        if (cause instanceof Expansion.TooLarge) {
            return new LapidaryException(
                    ErrorCodes.UNSUPPORTED_DATA,
                    data + ": " + cause.getMessage() + ".",
                    "Is it samples? Store them less compressed.",
                    data,
                    cause);
        }
        return cause instanceof NoSuchFileException
                ? new LapidaryException(ErrorCodes.NOT_FOUND, data + " is not there.", "Check the path.", data, cause)
                : new LapidaryException(
                        ErrorCodes.INVALID_DATA,
                        data + " cannot be read: " + cause.getMessage() + ".",
                        "The file may be truncated or damaged; write it again.",
                        data,
                        cause);
    }

    /** What a failure to write samples means. */
    public static LapidaryException unwritable(String folder, IOException cause) {
        boolean full = WriteFailures.isDiskFull(cause);
        return new LapidaryException(
                full ? ErrorCodes.DISK_FULL : ErrorCodes.WORK_FOLDER_UNUSABLE,
                "Samples cannot be written to " + folder + ": " + cause.getMessage() + ".",
                full ? "Free space there, or take fewer samples (option slice)." : "Check the node's work folder.",
                folder,
                cause);
    }
}
