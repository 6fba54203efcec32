package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Sees whether files appear in, or go from, folders where a plugin has no business. */
final class Watch {
    private final Path allowed;
    private final List<Path> folders;
    private final Set<Path> before;

    private Watch(Path allowed, List<Path> folders) throws IOException {
        this.allowed = allowed.toAbsolutePath();
        this.folders = folders;
        this.before = list();
    }

    /**
     * @param allowed the folder where files may come and go
     * @param tree watched with all that is below it
     * @param flat watched by itself
     */
    static Watch over(Path allowed, Path tree, Path flat) throws IOException {
        return new Watch(allowed, List.of(tree.toAbsolutePath(), flat.toAbsolutePath()));
    }

    void requireUnchanged() throws IOException {
        assertThat(list()).as("files outside the work folder").isEqualTo(before);
    }

    private Set<Path> list() throws IOException {
        var files = new TreeSet<Path>();
        try (Stream<Path> tree = Files.walk(folders.get(0));
                Stream<Path> flat = Files.list(folders.get(1))) {
            Stream.concat(tree, flat).filter(file -> !file.startsWith(allowed)).forEach(files::add);
        }
        return files;
    }
}
