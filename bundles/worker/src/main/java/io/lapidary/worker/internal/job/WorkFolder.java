package io.lapidary.worker.internal.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** A job's folders: made when they are needed, which for a job of remembered steps is never; given back with all they hold when closed. */
final class WorkFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);

    private record Made(Path folder, String purpose) {}

    private final Path parent;
    private final EmptyFolders folders;
    private final List<Made> made = new ArrayList<>();

    WorkFolder(Path parent, EmptyFolders folders) {
        this.parent = parent;
        this.folders = folders;
    }

    /** An empty folder. */
    synchronized Path fresh(String purpose) throws LapidaryException {
        try {
            Path folder = folders.take(parent, purpose);
            made.add(new Made(folder, purpose));
            return folder;
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
        made.forEach(one -> folders.giveBack(one.folder(), one.purpose()));
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
