package io.lapidary.engine.litert.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineIdentity;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterEngine;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.engine.EngineCommand;
import io.lapidary.engine.EnginePool;
import io.lapidary.engine.litert.LitertOptions;

/** Unpacks the libraries at the first session and lends processes of a pool. */
public final class LitertRuntime implements InterpreterEngine, AutoCloseable {
    private static final String CHILD = "io.lapidary.engine.litert.child.LitertChild";

    private final LitertOptions options;
    private final ChildClassPath classPath;
    private final EngineIdentity identity =
            new EngineIdentity("litert", Natives.tensorFlowVersion(), CpuClass.ofThisMachine());
    private Optional<EnginePool> pool = Optional.empty();
    private Optional<Path> temporary = Optional.empty();
    private boolean closed;

    public LitertRuntime(LitertOptions options, ChildClassPath classPath) {
        this.options = options;
        this.classPath = classPath;
    }

    @Override
    public EngineIdentity identity() {
        return identity;
    }

    @Override
    public InterpreterSession open(EngineLimits limits) throws LapidaryException, InterruptedException {
        return LitertSession.open(identity, pool().lease(limits));
    }

    private synchronized EnginePool pool() throws LapidaryException {
        if (closed) {
            throw new LapidaryException(
                    ErrorCodes.ENGINE_UNAVAILABLE,
                    "The litert engine is stopped on this node.",
                    "Try again once it is started.");
        }
        if (pool.isEmpty()) {
            try {
                pool = Optional.of(new EnginePool(command(folder()), options.processes(), options.idle()));
            } catch (IOException e) {
                throw new LapidaryException(
                        ErrorCodes.ENGINE_UNAVAILABLE,
                        "The litert engine's libraries cannot be unpacked: " + e + ".",
                        "Make room on that disk, or check that the folder can be written to.",
                        e);
            }
        }
        return pool.get();
    }

    private Path folder() throws IOException {
        if (options.folder().isPresent()) {
            return Files.createDirectories(options.folder().get()).toAbsolutePath();
        }
        Path folder = Files.createTempDirectory("lapidary-litert-");
        temporary = Optional.of(folder);
        return folder;
    }

    private EngineCommand command(Path folder) throws IOException, LapidaryException {
        Path jars = Files.createDirectories(folder.resolve("jars"));
        var files = new ArrayList<Path>(Natives.unpack(jars));
        files.addAll(classPath.files(jars));
        Path processes = folder.resolve("processes");
        Natives.delete(processes); // what a platform left behind that was killed
        return new EngineCommand(
                "litert",
                files,
                CHILD,
                options.heapBytes(),
                List.of(
                        "-Dfile.encoding=UTF-8",
                        "-Dslf4j.internal.verbosity=ERROR",
                        "-Dorg.bytedeco.javacpp.maxBytes=0",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache-" + Natives.tensorFlowVersion())),
                Files.createDirectories(processes));
    }

    @Override
    public synchronized void close() {
        closed = true;
        pool.ifPresent(EnginePool::close);
        pool = Optional.empty();
        temporary.ifPresent(Natives::delete);
        temporary = Optional.empty();
    }
}
