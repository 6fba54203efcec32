package io.lapidary.worker.internal.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** A job's folder: made when it is first needed, which a job of remembered steps never does; removed with all it holds when closed. */
final class WorkFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);

    private final Path parent;
    private Optional<Path> path = Optional.empty();

    WorkFolder(Path parent) {
        this.parent = parent;
    }

    /** An empty folder below it. */
    synchronized Path fresh(String name) throws LapidaryException {
        try {
            if (path.isEmpty()) {
                Files.createDirectories(parent);
                path = Optional.of(Files.createTempDirectory(parent, "job"));
            }
            return Files.createTempDirectory(path.get(), name);
        } catch (IOException e) {
            throw unusable(parent, e);
        }
    }

    private static LapidaryException unusable(Path folder, IOException cause) {
        return new LapidaryException(
                ErrorCodes.WORK_FOLDER_UNUSABLE,
                "The node's work folder " + folder + " cannot be written: " + cause.getMessage() + ".",
                "Free space, or set another work folder (work.folder of io.lapidary.worker).",
                cause);
    }

    @Override
    public synchronized void close() {
        path.ifPresent(WorkFolder::remove);
    }

    private static void remove(Path path) {
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
