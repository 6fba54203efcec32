package io.lapidary.engine;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineLimits;

/** A running engine process, seen from the platform. One caller at a time. */
final class EngineProcess implements AutoCloseable {
    private final String engine;
    private final Process process;
    private final FrameChannel frames;
    private final Path folder;
    private final Watchdog watchdog;
    private final byte[] hello;
    private final EngineLog log;
    private long calls;
    private volatile boolean dead;
    private volatile boolean stopped;

    EngineProcess(String engine, Process process, FrameChannel frames, Path folder, Watchdog watchdog, byte[] hello) {
        this.engine = engine;
        this.process = process;
        this.frames = frames;
        this.folder = folder;
        this.watchdog = watchdog;
        this.hello = hello;
        this.log = new EngineLog(folder.resolve(EngineChild.LOG));
    }

    byte[] hello() {
        return hello.clone();
    }

    boolean isAlive() {
        return !dead && process.isAlive();
    }

    /**
     * Calls and waits for the answer. After any exception but a LapidaryException that the child itself has sent, the
     * process is dead.
     */
    byte[] call(String operation, byte[] payload, EngineLimits limits) throws LapidaryException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("before the engine's call " + operation);
        }
        var watch = watchdog.watch(process, limits.memoryBytes(), limits.timeout());
        Frame answer;
        try (watch) {
            frames.write(new Frame(++calls, Frame.Kind.CALL, operation, payload));
            answer = frames.read();
        } catch (ClosedByInterruptException e) {
            kill();
            // The channel has set the flag; the exception takes its place.
            Thread.interrupted();
            var interrupted = new InterruptedException("in the engine's call " + operation);
            interrupted.initCause(e);
            throw interrupted;
        } catch (IOException e) {
            throw ended(operation, watch, limits, e);
        }
        if (watch.verdict().isPresent()) {
            kill(); // Killed in the moment it answered: the answer counts, the process is gone.
        }
        return opened(operation, answer);
    }

    private byte[] opened(String operation, Frame answer) throws LapidaryException {
        if (answer.call() == calls && answer.kind() == Frame.Kind.RESULT) {
            return answer.payload();
        }
        if (answer.call() == calls && answer.kind() == Frame.Kind.FAILURE) {
            try {
                throw Failures.decode(answer.payload());
            } catch (IOException e) {
                throw outOfStep(operation, e);
            }
        }
        throw outOfStep(operation, null);
    }

    private LapidaryException outOfStep(String operation, IOException cause) {
        kill();
        return new LapidaryException(
                ErrorCodes.ENGINE_DIED,
                "The " + engine + " engine answered '" + operation + "' with something that is no answer.",
                "The model may have overwritten its memory; check that it comes from a source you trust.",
                cause);
    }

    private LapidaryException ended(String operation, Watchdog.Watch watch, EngineLimits limits, IOException cause) {
        int exitCode = kill();
        if (stopped) {
            return new LapidaryException(
                    ErrorCodes.ENGINE_UNAVAILABLE,
                    "The " + engine + " engine was stopped during '" + operation + "'.",
                    "Try again once it is started.",
                    cause);
        }
        var verdict = watch.verdict().orElse(null);
        if (verdict instanceof Watchdog.Verdict.OverTime) {
            return new LapidaryException(
                    ErrorCodes.ENGINE_TIMEOUT,
                    "The " + engine + " engine had not finished '" + operation + "' after its "
                            + limits.timeout().toMillis() / 1000.0 + " s, and was ended.",
                    "Give it more time, fewer samples or a smaller model.",
                    cause);
        }
        if (verdict instanceof Watchdog.Verdict.OverMemory memory) {
            return outOfMemory(
                    operation,
                    "used " + megabytes(memory.residentBytes()) + " of its " + megabytes(limits.memoryBytes()),
                    cause);
        }
        if (exitCode == ExitStatus.JAVA_HEAP_FULL) {
            return outOfMemory(operation, "filled its Java heap", cause);
        }
        return new LapidaryException(
                ErrorCodes.ENGINE_DIED,
                "The " + engine + " engine died in '" + operation + "': its process " + end(exitCode) + ".",
                "If it happens again with this model, the native library cannot run it.",
                cause);
    }

    private String end(int exitCode) {
        var crash = log.crash();
        if (crash.isPresent()) {
            return "crashed in native code (" + crash.get() + ")";
        }
        String words = log.lastWords();
        return ExitStatus.describe(exitCode) + (words.isEmpty() ? "" : "; its last words: " + words);
    }

    private LapidaryException outOfMemory(String operation, String what, IOException cause) {
        return new LapidaryException(
                ErrorCodes.OUT_OF_MEMORY,
                "The " + engine + " engine " + what + " in '" + operation + "', and was ended.",
                "Raise the engine's memory limit, or use a smaller model.",
                cause);
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + " MB";
    }

    /** Kills the process, waits for its end (which follows at once) and gives its exit code; -1 if it would not end. */
    int kill() {
        dead = true;
        process.destroyForcibly();
        boolean interrupted = false;
        int exitCode = -1;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() - deadline < 0) {
            try {
                if (process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    exitCode = process.exitValue();
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        release();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return exitCode;
    }

    private void release() {
        try {
            frames.close();
        } catch (IOException e) {
            dead = true; // A socket that cannot be closed belongs to a process that is gone.
        }
    }

    /** Ends the process and removes its folder. */
    @Override
    public void close() {
        kill();
        Folders.delete(folder);
    }

    /** Kills the process under a call that another thread waits for, which then fails with engine-unavailable. */
    void stop() {
        stopped = true;
        dead = true;
        process.destroyForcibly();
    }
}
