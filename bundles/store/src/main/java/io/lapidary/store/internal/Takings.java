package io.lapidary.store.internal;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.Digest;

/**
 * Which objects collections took, so that they are told from lost ones: a file for each collection that took any, a line for each
 * object, written before it goes. The file's time of change says when. It is a help for who looks at the store, so a file that a
 * crash cut off tells of what it has.
 */
final class Takings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Takings.class);
    /** Longer than anybody asks for what was taken: results are kept for a week. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private Writer out;

    Takings(StoreLayout layout) {
        folder = layout.taken();
    }

    void add(Digest digest) throws IOException {
        if (out == null) {
            Files.createDirectories(folder);
            removeOld();
            out = Files.newBufferedWriter(folder.resolve(UUID.randomUUID().toString()), StandardCharsets.US_ASCII);
        }
        out.write(digest.hex() + "\n");
        out.flush();
    }

    /** What was taken of late, and when at the latest. */
    static Map<Digest, Instant> read(StoreLayout layout) throws IOException {
        var taken = new HashMap<Digest, Instant>();
        for (Path file : files(layout.taken())) {
            try {
                Instant time = Files.getLastModifiedTime(file).toInstant();
                Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
                        .filter(line -> DIGEST.matcher(line).matches())
                        .forEach(line -> taken.merge(new Digest(line), time, (a, b) -> a.isAfter(b) ? a : b));
            } catch (NoSuchFileException e) {
                LOG.debug("{} was taken away by another.", file, e);
            }
        }
        return taken;
    }

    private void removeOld() throws IOException {
        Instant limit = Instant.now().minus(KEPT);
        for (Path file : files(folder)) {
            try {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            } catch (NoSuchFileException e) {
                LOG.debug("{} was taken away by another.", file, e);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
