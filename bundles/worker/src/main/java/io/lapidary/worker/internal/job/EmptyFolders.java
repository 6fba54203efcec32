package io.lapidary.worker.internal.job;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Folders for jobs, used again once they are empty: a file system takes several times as long to make and remove one.
 *
 * <p>A folder gets another name before it is emptied, which nobody knows until it is handed out. So what a job left running finds its
 * folder gone, and reaches none of another job.
 */
final class EmptyFolders {
    /** For each purpose; more than a node runs small jobs at a time. */
    private static final int KEPT = 16;
    /** A folder that held many files stays large. */
    private static final int MOST_FILES = 16;

    private final Map<String, Deque<Path>> empty = new HashMap<>();
    private final String own = "-" + UUID.randomUUID() + "-";
    private long renamed;

    /** An empty folder in {@code parent}, which is made if need be. */
    Path take(Path parent, String purpose) throws IOException {
        for (Optional<Path> kept = poll(purpose); kept.isPresent(); kept = poll(purpose)) {
            Path folder = kept.get();
            if (folder.toFile().isDirectory()) {
                if (folder.getParent().equals(parent)) {
                    return folder;
                }
                WorkFolder.remove(folder); // of before the settings changed
            }
        }
        try {
            return Files.createTempDirectory(parent, purpose);
        } catch (NoSuchFileException e) {
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, purpose);
        }
    }

    /** Empties a folder to use it again, or removes it with all it holds. */
    void giveBack(Path folder, String purpose) {
        Optional<Path> other = otherName(folder, purpose);
        if (other.isEmpty() || !folder.toFile().renameTo(other.get().toFile())) {
            WorkFolder.remove(folder);
        } else if (makeEmpty(other.get().toFile())) {
            keep(other.get(), purpose);
        } else {
            WorkFolder.remove(other.get());
        }
    }

    private synchronized Optional<Path> poll(String purpose) {
        Deque<Path> kept = empty.get(purpose);
        return kept == null ? Optional.empty() : Optional.ofNullable(kept.poll());
    }

    /** None if there are enough of that purpose. */
    private synchronized Optional<Path> otherName(Path folder, String purpose) {
        Deque<Path> kept = empty.get(purpose);
        return kept != null && kept.size() >= KEPT
                ? Optional.empty()
                : Optional.of(folder.resolveSibling(purpose + own + ++renamed));
    }

    private synchronized void keep(Path folder, String purpose) {
        empty.computeIfAbsent(purpose, p -> new ArrayDeque<>()).push(folder);
    }

    /** False if it holds more than a few files or anything that does not go at once. */
    private static boolean makeEmpty(File folder) {
        File[] files = folder.listFiles();
        if (files == null || files.length > MOST_FILES) {
            return false;
        }
        for (File file : files) {
            if (!file.delete()) {
                return false;
            }
        }
        return true;
    }
}
