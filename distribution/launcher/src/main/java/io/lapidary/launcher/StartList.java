package io.lapidary.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The bundles of the distribution in the order in which they are started: those of {@code system/NN} at start level
 * NN, by file name within a level.
 *
 * @param entries every bundle, lowest level first
 */
record StartList(List<Entry> entries) {

    private static final Pattern LEVEL = Pattern.compile("\\d{2}");

    StartList {
        entries = List.copyOf(entries);
    }

    /** One bundle's jar and its start level, 1 to 99. */
    record Entry(int level, Path jar) {}

    /**
     * Reads the folder {@code system}.
     *
     * @throws NodeException if it cannot be read or holds no bundle
     */
    static StartList of(Path system) throws NodeException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> folders = Files.list(system)) {
            for (Path folder : folders.filter(StartList::isLevel).sorted().toList()) {
                int level = Integer.parseInt(folder.getFileName().toString());
                jars(folder).forEach(jar -> entries.add(new Entry(level, jar)));
            }
        } catch (IOException e) {
            throw incomplete(system, e);
        }
        if (entries.isEmpty()) {
            throw incomplete(system, new IOException("no jar in it"));
        }
        return new StartList(entries);
    }

    private static boolean isLevel(Path folder) {
        String name = folder.getFileName().toString();
        return LEVEL.matcher(name).matches() && !name.equals("00") && Files.isDirectory(folder);
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
        }
    }

    private static NodeException incomplete(Path system, IOException cause) {
        return new NodeException(
                "The distribution is incomplete, " + system + " holds no bundles: unpack or build it anew.", cause);
    }
}
