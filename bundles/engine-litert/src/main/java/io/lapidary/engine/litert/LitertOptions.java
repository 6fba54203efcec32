package io.lapidary.engine.litert;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a LiteRT engine outside the OSGi framework runs its processes.
 *
 * @param processes how many may run at once, at least 1
 * @param idle how long one waits for its next use
 * @param heapBytes Java heap of a process; the interpreter's own memory comes on top
 * @param folder where the native libraries are unpacked; a temporary one, removed at the end, if empty
 */
public record LitertOptions(int processes, Duration idle, long heapBytes, Optional<Path> folder) {
    static final long DEFAULT_HEAP_BYTES = 256L << 20;

    public LitertOptions {
        Objects.requireNonNull(idle, "idle");
        Objects.requireNonNull(folder, "folder");
        if (processes < 1 || heapBytes <= 0) {
            throw new IllegalArgumentException(
                    "a LiteRT engine of " + processes + " processes with a heap of " + heapBytes + " bytes");
        }
    }

    /** As many processes as cores, each idle for a minute at most, 256 MB of Java heap, a temporary folder. */
    public static LitertOptions defaults() {
        return new LitertOptions(
                Runtime.getRuntime().availableProcessors(),
                Duration.ofMinutes(1),
                DEFAULT_HEAP_BYTES,
                Optional.empty());
    }
}
