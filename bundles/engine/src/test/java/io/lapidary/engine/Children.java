package io.lapidary.engine;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.lapidary.api.engine.EngineLimits;

/** What the tests of processes share. */
final class Children {
    static final EngineLimits GENEROUS = new EngineLimits(2L << 30, Duration.ofSeconds(60), 1);

    private Children() {}

    static EngineCommand command(Path folder) {
        return command(folder, FaultyChild.class.getName());
    }

    static EngineCommand command(Path folder, String mainClass) {
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        return new EngineCommand(
                "faulty", classPath, mainClass, 64 << 20, List.of("-XX:MaxDirectMemorySize=16g"), folder);
    }

    static long pid(EngineLease lease) throws Exception {
        return Long.parseLong(new String(lease.call(FaultyChild.PID, new byte[0]), StandardCharsets.UTF_8));
    }

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Waits for a process to end, at most 20 s. */
    static void awaitEnd(long pid) throws Exception {
        var process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            process.get().onExit().get(20, TimeUnit.SECONDS);
        }
    }
}
