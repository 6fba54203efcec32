package io.lapidary.store.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what crashed writers left; a file that was written to within a day may still be somebody's. */
final class StaleFiles {
    private static final Logger LOG = LoggerFactory.getLogger(StaleFiles.class);
    private static final Duration STALE = Duration.ofDays(1);

    private StaleFiles() {}

    static void remove(Path temporary) throws IOException {
        Instant limit = Instant.now().minus(STALE);
        try (var files = Files.newDirectoryStream(temporary)) {
            for (Path file : files) {
                removeIfOlder(file, limit);
            }
        }
    }

    private static void removeIfOlder(Path file, Instant limit) throws IOException {
        try {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                Files.deleteIfExists(file);
                LOG.info("Removed {}, which a crashed writer left.", file);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} went by itself.", file, e);
        }
    }
}
