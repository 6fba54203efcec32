package io.lapidary.worker.internal.job;

import java.io.IOException;
import java.nio.file.Path;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.check.ModelChecker;
import io.lapidary.worker.internal.plugin.Plugin;

/** Checks that what a technique wrote is a sound model, before anything builds on it. */
final class OutputCheck {
    private OutputCheck() {}

    static void check(Plugin<?> plugin, Path output) throws LapidaryException {
        try {
            ModelChecker.require(TfliteReader.read(output));
        } catch (LapidaryException e) {
            throw failed(plugin, e.getMessage(), e);
        } catch (IOException e) {
            throw failed(plugin, "its file cannot be read: " + e.getMessage(), e);
        }
    }

    private static LapidaryException failed(Plugin<?> plugin, String what, Exception cause) {
        return new LapidaryException(
                ErrorCodes.VERIFICATION_FAILED,
                "The model that '" + plugin.name() + "' wrote is not sound: " + what,
                "This is a fault in the technique: report it to its author, with the model if you may.",
                plugin.id(),
                cause);
    }
}
