package io.lapidary.store.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/** A file's time of change, which in a store says when it was last used: files themselves never change. */
final class Age {
    /** Not each use is written down; a collector's least age is far above this. */
    private static final Duration COARSE = Duration.ofHours(1);

    private Age() {}

    /** Whether a file that is used now is to be noted as used: it was not lately. */
    static boolean isOld(FileTime modified) {
        return modified.toInstant().isBefore(Instant.now().minus(COARSE));
    }

    /** Notes that a file was used. */
    static void renew(Path file) throws IOException {
        if (isOld(Files.getLastModifiedTime(file))) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        }
    }
}
