package io.lapidary.api.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

import io.lapidary.api.Digest;

/**
 * A model as a file. The file is read-only to whoever is handed it.
 *
 * @param path where it lies on this node
 * @param digest of its bytes
 */
public record ModelFile(Path path, Digest digest) {
    public ModelFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(digest, "digest");
    }

    public static ModelFile of(Path path) throws IOException {
        return new ModelFile(path, Digest.of(path));
    }
}
