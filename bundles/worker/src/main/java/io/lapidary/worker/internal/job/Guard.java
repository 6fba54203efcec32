package io.lapidary.worker.internal.job;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.worker.internal.plugin.Plugin;

/** Calls into a plugin: whatever it throws that it must not becomes an error that names it. */
final class Guard {
    /** A call into a plugin. */
    @FunctionalInterface
    interface Call<R> {
        R call() throws LapidaryException, InterruptedException;
    }

    private Guard() {}

    static <R> R call(Plugin<?> plugin, Call<R> call) throws LapidaryException, InterruptedException {
        try {
            R result = call.call();
            if (result == null) {
                throw failed(plugin, "gave nothing back", null);
            }
            return result;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (Thread.currentThread().isInterrupted()) {
                var interrupted = new InterruptedException(plugin.name() + " was interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
            throw failed(plugin, "failed with " + e, e);
        }
    }

    private static LapidaryException failed(Plugin<?> plugin, String what, Throwable cause) {
        return new LapidaryException(
                ErrorCodes.PLUGIN_FAILED,
                "The plugin '" + plugin.name() + "' " + what + ".",
                "This is a fault in the plugin (bundle content " + plugin.jar().brief() + "): report it to its author.",
                plugin.id(),
                cause);
    }
}
