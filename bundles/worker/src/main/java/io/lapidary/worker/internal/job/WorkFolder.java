package io.lapidary.worker.internal.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** A job's folder, removed with all it holds when closed. */
final class WorkFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);

    private final Path path;

    private WorkFolder(Path path) {
        this.path = path;
    }

    static WorkFolder create(Path parent) throws LapidaryException {
        try {
            Files.createDirectories(parent);
            return new WorkFolder(Files.createTempDirectory(parent, "job"));
        } catch (IOException e) {
            throw unusable(parent, e);
        }
    }

    Path path() {
        return path;
    }

    /** An empty folder below it. */
    Path fresh(String name) throws LapidaryException {
        try {
            return Files.createTempDirectory(path, name);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    static LapidaryException unusable(Path folder, IOException cause) {
        return new LapidaryException(
                ErrorCodes.WORK_FOLDER_UNUSABLE,
                "The node's work folder " + folder + " cannot be written: " + cause.getMessage() + ".",
                "Free space, or set another work folder (io.lapidary.worker: work_folder).",
                cause);
    }

    @Override
    public void close() {
        try (var below = Files.walk(path)) {
            below.sorted(Comparator.reverseOrder()).forEach(WorkFolder::delete);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("The work folder {} was not removed: {}", path, e.getMessage());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
