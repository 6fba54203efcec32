package io.lapidary.api.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lapidary.api.Digest;

/**
 * What an artifact of several files is: their paths, sizes and digests. Its text, a line {@code sha256 size path} for each, is what
 * is stored, and the text's digest names the artifact.
 *
 * @param files sorted by path; at least one, each path once
 */
public record Manifest(List<Entry> files) {
    public static final String MEDIA_TYPE = "text/vnd.lapidary.manifest";

    /**
     * @param digest of the content
     * @param bytes its size
     * @param path relative, with {@code /}
     */
    public record Entry(Digest digest, long bytes, String path) {
        public Entry {
            Objects.requireNonNull(digest, "digest");
            if (path.isEmpty() || path.contains("\n")) {
                throw new IllegalArgumentException("'" + path + "' is no path of a manifest");
            }
        }
    }

    public Manifest {
        files = files.stream().sorted(Comparator.comparing(Entry::path)).toList();
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a manifest has at least one file");
        }
        if (files.stream().map(Entry::path).distinct().count() != files.size()) {
            throw new IllegalArgumentException("a manifest names a path twice");
        }
    }

    /** Of all files below a folder, which is not followed through links to other folders. */
    public static Manifest ofFolder(Path folder) throws IOException {
        var files = new ArrayList<Entry>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                files.add(new Entry(Digest.of(file), Files.size(file), path));
            }
        }
        if (files.isEmpty()) {
            throw new IOException("the folder holds no file");
        }
        return new Manifest(files);
    }

    /** The sum of the files' sizes. */
    public long bytes() {
        return files.stream().mapToLong(Entry::bytes).sum();
    }

    public String text() {
        return files.stream()
                .map(file -> file.digest().hex() + " " + file.bytes() + " " + file.path() + "\n")
                .collect(Collectors.joining());
    }

    /** The text in UTF-8, as it is stored. */
    public byte[] content() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    public Digest digest() {
        return Digest.of(content());
    }
}
