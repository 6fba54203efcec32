package io.lapidary.shell.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.store.Manifest;
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
        Optional<Digest> named = Digest.parse(text);
        if (named.isPresent()) {
            return new ArtifactArgument(text, named.get(), Optional.empty());
        }
        if (LocalPaths.isUri(text)) {
            throw new UsageException(
                    "'" + text + "' names no artifact: give lapidary:sha256/..., the SHA-256, or a file.");
        }
        Path path = LocalPaths.of(text, base);
        try {
            if (Files.isDirectory(path)) {
                return new ArtifactArgument(text, Manifest.ofFolder(path).digest(), Optional.of(path));
            }
            LocalPaths.requireFile("The artifact", path);
            return new ArtifactArgument(text, Digest.of(path), Optional.of(path));
        } catch (IOException e) {
            throw new UsageException("The artifact " + path + " cannot be read: " + Reason.of(e) + ".");
        }
    }
}
