package io.lapidary.evaluation.comparison;

import java.io.IOException;
import java.nio.file.Path;

import io.lapidary.evaluation.internal.facts.PackageSize;

/**
 * How large a model's file is.
 *
 * @param bytes of the file
 * @param zippedBytes of a zip archive that holds it alone, called {@code model.tflite}
 */
public record FileSize(long bytes, long zippedBytes) {
    public static FileSize of(Path file) throws IOException {
        var size = PackageSize.alone(file);
        return new FileSize(size.bytes(), size.zipped());
    }
}
