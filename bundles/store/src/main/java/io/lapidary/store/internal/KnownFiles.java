package io.lapidary.store.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.Latest;

/**
 * Remembers of which files something was found out, so that half a gigabyte is not hashed each time it is asked for. A file that
 * differs in size, time of change or inode from the one that was looked at is another.
 */
final class KnownFiles {
    /** What tells a file from another, or from itself at another time. */
    record Stamp(long bytes, FileTime modified, Object fileKey) {
        static Stamp of(Path file) throws IOException {
            return of(Files.readAttributes(file, BasicFileAttributes.class));
        }

        /** Of a regular file; empty if there is none. */
        static Optional<Stamp> find(Path file) throws IOException {
            try {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return attributes.isRegularFile() ? Optional.of(of(attributes)) : Optional.empty();
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }

        private static Stamp of(BasicFileAttributes attributes) {
            Object key = attributes.fileKey();
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), key == null ? "" : key);
        }
    }

    private static final int REMEMBERED = 10_000;

    private final Map<Digest, Stamp> stamps = new Latest<>(REMEMBERED);

    synchronized boolean has(Digest digest, Stamp stamp) {
        return stamp.equals(stamps.get(digest));
    }

    synchronized void add(Digest digest, Stamp stamp) {
        stamps.put(digest, stamp);
    }

    /** Holds for the file as it is now, if it held for the file as it was before its time was set. */
    synchronized void renew(Digest digest, Stamp before, Stamp after) {
        if (has(digest, before)) {
            add(digest, after);
        }
    }

    synchronized void remove(Digest digest) {
        stamps.remove(digest);
    }
}
