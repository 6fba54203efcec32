package io.lapidary.shell.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.lapidary.api.Digest;
import io.lapidary.shell.request.LocalPaths;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.view.Reason;

/**
 * An artifact as a person names it: by its address, its digest, or where a copy lies.
 *
 * @param text as given
 * @param digest of the file, or of the manifest of several
 * @param path of the copy, a file or folder; empty for one that is named by its digest
 */
public record ArtifactArgument(String text, Digest digest, Optional<Path> path) {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

    public ArtifactArgument {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(path, "path");
    }

    /**
     * @param base what a relative path is relative to
     * @throws UsageException if it is neither an address nor a digest and no such file or folder is there
     */
    public static ArtifactArgument parse(String text, Path base) throws UsageException {
        if (Digest.isUri(text)) {
            return new ArtifactArgument(text, Digest.ofUri(text), Optional.empty());
        }
        if (HEX.matcher(text).matches()) {
            return new ArtifactArgument(text, new Digest(text.toLowerCase(Locale.ROOT)), Optional.empty());
        }
        if (LocalPaths.isUri(text)) {
            throw new UsageException(
                    "'" + text + "' names no artifact: give lapidary:sha256/..., the SHA-256, or a file.");
        }
        Path path = LocalPaths.of(text, base);
        try {
            if (Files.isDirectory(path)) {
                return new ArtifactArgument(text, manifest(path), Optional.of(path));
            }
            LocalPaths.requireFile("The artifact", path);
            return new ArtifactArgument(text, Digest.of(path), Optional.of(path));
        } catch (IOException e) {
            throw new UsageException("The artifact " + path + " cannot be read: " + Reason.of(e) + ".");
        }
    }

    /** Of the lines {@code sha256 size path}, by path, that stand for a package of several files. */
    private static Digest manifest(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = new ArrayList<>(tree.filter(Files::isRegularFile).toList());
        }
        files.sort(Comparator.comparing(file -> relative(folder, file)));
        var manifest = new StringBuilder();
        for (Path file : files) {
            manifest.append(Digest.of(file).hex()).append(' ').append(Files.size(file));
            manifest.append(' ').append(relative(folder, file)).append('\n');
        }
        return Digest.of(manifest.toString());
    }

    private static String relative(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }
}
