package io.lapidary.api.backend;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.lapidary.api.work.Finding;

/**
 * A model packaged for a backend: one file, or several under relative paths.
 *
 * @param files sorted by path; at least one
 * @param mediaType of the whole, as in {@code application/vnd.tflite}
 * @param findings what was noticed while packaging; they reach whoever asked for the package
 */
public record BackendPackage(List<PackageFile> files, String mediaType, List<Finding> findings) {
    public BackendPackage {
        files = files.stream().sorted(Comparator.comparing(PackageFile::path)).toList();
        Objects.requireNonNull(mediaType, "mediaType");
        findings = List.copyOf(findings);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a package has at least one file");
        }
        if (files.stream().map(PackageFile::path).distinct().count() != files.size()) {
            throw new IllegalArgumentException("a package names a path twice");
        }
    }

    /** A package of which there is nothing to say. */
    public BackendPackage(List<PackageFile> files, String mediaType) {
        this(files, mediaType, List.of());
    }

    /**
     * @param path relative, with {@code /}, never leading out of the package
     * @param file in the work folder
     */
    public record PackageFile(String path, Path file) {
        public PackageFile {
            Objects.requireNonNull(file, "file");
            var normal = Path.of(path).normalize();
            if (path.isEmpty()
                    || normal.isAbsolute()
                    || normal.startsWith("..")
                    || path.contains("\\")
                    || path.contains("\n")) {
                throw new IllegalArgumentException(
                        "package path '" + path + "' is not a relative path within the package");
            }
        }
    }
}
