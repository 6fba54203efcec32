package io.lapidary.provisioning.internal.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By what a file is seen to be another: another file was moved over it, or it was written to.
 *
 * @param key of the file within its file system, where that has one
 * @param size in bytes
 * @param modified when, in milliseconds since 1970
 */
public record FileStamp(String key, long size, long modified) {
    private static final Logger LOG = LoggerFactory.getLogger(FileStamp.class);

    /** The files of a folder whose names have an ending, by path; none if there is no folder. */
    public static Map<Path, FileStamp> of(Path folder, String ending) {
        var stamps = new TreeMap<Path, FileStamp>();
        if (!Files.isDirectory(folder)) {
            return stamps;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> isOurs(f, ending)).toList()) {
                put(file, stamps);
            }
        } catch (IOException e) {
            LOG.warn("The folder {} cannot be read: {}", folder, e.toString());
        }
        return stamps;
    }

    private static boolean isOurs(Path file, String ending) {
        String name = file.getFileName().toString();
        return name.endsWith(ending) && !name.startsWith(".");
    }

    private static void put(Path file, Map<Path, FileStamp> stamps) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                stamps.put(
                        file,
                        new FileStamp(
                                Objects.toString(attributes.fileKey(), ""),
                                attributes.size(),
                                attributes.lastModifiedTime().toMillis()));
            }
        } catch (IOException e) {
            LOG.debug("{} went away while it was looked at: {}", file, e.toString());
        }
    }
}
