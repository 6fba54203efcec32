package io.lapidary.worker.internal.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** A job's folders: made when they are needed, which for a job of remembered steps is never; removed with all they hold when closed. */
final class WorkFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);

    private final Path parent;
    private final List<Path> made = new ArrayList<>();

    WorkFolder(Path parent) {
        this.parent = parent;
    }

    /** An empty folder. */
    synchronized Path fresh(String name) throws LapidaryException {
        try {
            Path folder = make(name);
            made.add(folder);
            return folder;
        } catch (IOException e) {
            throw unusable(parent, e);
        }
    }

    private Path make(String name) throws IOException {
        try {
            return Files.createTempDirectory(parent, name);
        } catch (NoSuchFileException e) {
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, name);
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
        made.forEach(WorkFolder::remove);
    }

    static void remove(Path path) {
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
