package io.lapidary.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.work.Checkpoints;
import io.lapidary.api.work.WorkContext;

/** A plugin's context outside the platform: it lends the real interpreter, and remembers what it was asked. */
public final class TestContext implements WorkContext {
    private static final long MEMORY = 256L << 20;

    /** Is run at every call of {@link WorkContext#checkCancelled}, with the call's number, from 1. */
    @FunctionalInterface
    public interface Check {
        void call(int number) throws InterruptedException;
    }

    /** A report of progress. */
    public record Progress(double fraction, String what) {}

    private final Path folder;
    private final int cores;
    private final int threads;
    private final Check check;
    private final AtomicInteger checks = new AtomicInteger();
    private final AtomicInteger interpreters = new AtomicInteger();
    private final List<Progress> progress = new ArrayList<>();

    private TestContext(Path folder, int cores, int threads, Check check) {
        this.folder = folder;
        this.cores = cores;
        this.threads = threads;
        this.check = check;
    }

    /** Two cores, one thread of the interpreter, never cancelled. */
    public static TestContext in(Path folder) {
        return new TestContext(folder, 2, 1, number -> {});
    }

    /** The same, not used yet, with so many cores. */
    public TestContext withCores(int count) {
        return new TestContext(folder, count, threads, check);
    }

    /** The same, not used yet, with so many threads of the interpreter. */
    public TestContext withThreads(int count) {
        return new TestContext(folder, cores, count, check);
    }

    /** The same, not used yet, with something to do when it is asked whether to go on. */
    public TestContext withCheck(Check action) {
        return new TestContext(folder, cores, threads, action);
    }

    @Override
    public InterpreterSession interpreter() throws LapidaryException, InterruptedException {
        interpreters.incrementAndGet();
        return SharedEngine.get().open(engineLimits());
    }

    @Override
    public EngineLimits engineLimits() {
        return new EngineLimits(1L << 30, Duration.ofMinutes(2), threads);
    }

    @Override
    public long seed() {
        return 7;
    }

    @Override
    public int cores() {
        return cores;
    }

    @Override
    public long memoryBytes() {
        return MEMORY;
    }

    @Override
    public Instant deadline() {
        return Instant.MAX;
    }

    @Override
    public synchronized void progress(double fraction, String what) {
        progress.add(new Progress(fraction, what));
    }

    @Override
    public void checkCancelled() throws InterruptedException {
        check.call(checks.incrementAndGet());
    }

    @Override
    public Path workFolder() {
        return folder;
    }

    @Override
    public Checkpoints checkpoints() {
        Path kept = folder.resolve(".checkpoint");
        return new Checkpoints() {
            @Override
            public void save(Path file) throws LapidaryException {
                try {
                    Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
                } catch (java.io.IOException e) {
                    throw new LapidaryException(
                            ErrorCodes.DISK_FULL, "The checkpoint cannot be kept: " + e + ".", "Make room.", e);
                }
            }

            @Override
            public Optional<Path> latest() {
                return Optional.of(kept).filter(Files::exists);
            }
        };
    }

    /** How often it was asked whether to go on. */
    public int checks() {
        return checks.get();
    }

    /** How often an interpreter was asked for. */
    public int interpreters() {
        return interpreters.get();
    }

    /** What was reported, in order. */
    public synchronized List<Progress> reported() {
        return List.copyOf(progress);
    }
}
