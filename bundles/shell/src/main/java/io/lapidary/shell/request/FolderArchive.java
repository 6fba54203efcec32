package io.lapidary.shell.request;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A folder as a zip; equal folders give equal bytes, so that steps that read them are remembered. */
final class FolderArchive {
    /** The earliest that the format can say. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private FolderArchive() {}

    static void write(Path folder, Path archive) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(Files::isRegularFile)
                    .filter(f -> !isHidden(folder, f))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(archive)))) {
            // Images are compressed already.
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : files.stream()
                    .sorted((a, b) -> name(folder, a).compareTo(name(folder, b)))
                    .toList()) {
                var entry = new ZipEntry(name(folder, file));
                entry.setTimeLocal(NO_TIME);
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }

    private static boolean isHidden(Path folder, Path file) {
        for (Path part : folder.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }
}
