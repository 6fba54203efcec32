package com.example.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;

/**
 * The platform's store, as a folder: content lies under {@code objects/ab/cdef...}, named by the 64 hexadecimal digits of its SHA-256.
 * Its address in messages is {@code lapidary:sha256/abcdef...}.
 */
final class StoreFolder {
    private static final String SCHEME = "lapidary:sha256/";

    private final Path root;

    /** @throws IOException if that is no store */
    StoreFolder(Path root) throws IOException {
        if (!Files.isRegularFile(root.resolve("store-id"))) {
            throw new IOException(root + " is no store: give the folder that the node's node.json names as its store.");
        }
        this.root = root;
    }

    /**
     * Puts a file in and gives its address. It is copied aside and then renamed, so that no node ever sees half of it; what is there
     * already stays.
     */
    String put(Path file) throws IOException {
        Path aside = root.resolve("temporary").resolve("client-" + UUID.randomUUID() + ".part");
        try {
            String digest = copy(file, aside);
            Path object = object(digest);
            if (Files.exists(object)) {
                // What is put again counts as young again: the store's collector takes what is old and not pinned.
                Files.setLastModifiedTime(object, FileTime.from(Instant.now()));
            } else {
                makeDurable(aside);
                if (aside.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(
                            aside,
                            Set.of(
                                    PosixFilePermission.OWNER_READ,
                                    PosixFilePermission.GROUP_READ,
                                    PosixFilePermission.OTHERS_READ));
                }
                Files.createDirectories(object.getParent());
                Files.move(aside, object, StandardCopyOption.ATOMIC_MOVE);
            }
            return SCHEME + digest;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Copies an object out, and makes sure that it is what its name says. */
    void fetch(String uri, Path target) throws IOException {
        String digest = digest(uri);
        Files.createDirectories(target.toAbsolutePath().getParent());
        try {
            String copied = copy(object(digest), target);
            if (!copied.equals(digest)) {
                throw new IOException(uri + " has the bytes of " + copied + ": the store is damaged.");
            }
        } catch (NoSuchFileException e) {
            throw new IOException("The store " + root + " does not hold " + uri + ".", e);
        }
    }

    private Path object(String digest) {
        return root.resolve("objects").resolve(digest.substring(0, 2)).resolve(digest.substring(2));
    }

    private static String digest(String uri) {
        String digest = uri.startsWith(SCHEME) ? uri.substring(SCHEME.length()) : "";
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("'" + uri + "' is no address in a store");
        }
        return digest;
    }

    /** Hashes what is copied, on the way: a file that changes meanwhile is named by what was written. */
    private static String copy(Path from, Path to) throws IOException {
        MessageDigest sha;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        try (var in = new DigestInputStream(Files.newInputStream(from), sha)) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static void makeDurable(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
