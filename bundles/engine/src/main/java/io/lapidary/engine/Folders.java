package io.lapidary.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Removes folders with what is in them. */
final class Folders {
    private Folders() {}

    /** Removes as much as can be removed: another process may be removing it too, or still write there. */
    static void delete(Path folder) {
        List<Path> deepestFirst;
        try (var paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return; // gone already
        }
        for (Path path : deepestFirst) {
            path.toFile().delete();
        }
    }
}
