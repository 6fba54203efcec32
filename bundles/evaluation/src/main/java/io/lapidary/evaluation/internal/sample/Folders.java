package io.lapidary.evaluation.internal.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** Folders below a job's work folder. */
public final class Folders {
    private Folders() {}

    /** A new folder of a name that is free. */
    public static Path fresh(Path parent, String name) throws LapidaryException {
        try {
            return Files.createTempDirectory(parent, name);
        } catch (IOException e) {
            throw unusable(parent, e);
        }
    }

    static Path make(Path parent, String name) throws LapidaryException {
        try {
            return Files.createDirectory(parent.resolve(name));
        } catch (IOException e) {
            throw unusable(parent, e);
        }
    }

    /** Removes a folder with all that is in it: outputs of many samples take room that the next candidate needs. */
    public static void remove(Path folder) throws LapidaryException {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** A file of the evaluation's own that cannot be read or written. */
    public static LapidaryException unusable(Path path, IOException e) {
        return new LapidaryException(
                ErrorCodes.WORK_FOLDER_UNUSABLE,
                "The evaluation cannot use '" + path.getFileName() + "' in its work folder: " + e.getMessage() + ".",
                "Make room on the node's disk, and see that its work folder can be written to.",
                path.toString(),
                e);
    }
}
