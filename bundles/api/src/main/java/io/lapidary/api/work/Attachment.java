package io.lapidary.api.work;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that comes with a result: a table, a chart's data, a log.
 *
 * @param name a file name without a folder
 * @param mediaType as in {@code application/json}
 * @param file in the work folder
 */
public record Attachment(String name, String mediaType, Path file) {
    public Attachment {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(file, "file");
        if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
            throw new IllegalArgumentException("attachment name '" + name + "' is not a plain file name");
        }
    }
}
