package io.lapidary.store.internal;

import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;

/**
 * Writes files that are whole or not there.
 *
 * <p>Crash windows, in order: (1) before the content is synced and (2) before it has its name, only a temporary file is left,
 * which nobody reads and the next start removes; (3) named but the folder not synced, the file is whole if the
 * name survived, and absent otherwise: the writer has not been told of success; (4) afterwards it is durable. Who finds a name
 * that another has given syncs the folder too, since that other may be between (3) and (4).
 */
final class DurableWriter {
    private enum Care {
        DURABLE,
        /** Complete for everybody on this machine, and on the device when the system comes to it. */
        SOON
    }

    /** Content and its name in the folder of temporary files. */
    record Staged(Path file, Digest digest, long bytes) {}

    private static final int PIECE = 1 << 17;
    private static final long CHECK_SPACE_EVERY = 64L << 20;
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> READ_ONLY = PosixFilePermissions.fromString("r--r--r--");

    private final StoreLayout layout;
    private final Disk disk;
    private final long minimumFree;
    private final Set<Path> durableFolders = ConcurrentHashMap.newKeySet();
    /** Of the temporary files of this writer alone. */
    private final String prefix = ProcessHandle.current().pid() + "-" + UUID.randomUUID() + "-";

    private final AtomicLong staged = new AtomicLong();

    DurableWriter(StoreLayout layout, Disk disk, long minimumFree) {
        this.layout = layout;
        this.disk = disk;
        this.minimumFree = minimumFree;
    }

    /** Copies a stream into a synced, read-only temporary file and takes its digest on the way. */
    Staged stage(InputStream content) throws IOException, LapidaryException {
        return stage(content, PIECE, Care.DURABLE);
    }

    private Staged stage(byte[] content, Care care) throws IOException, LapidaryException {
        return stage(new ByteArrayInputStream(content), Math.max(1, Math.min(PIECE, content.length)), care);
    }

    private Staged stage(InputStream content, int piece, Care care) throws IOException, LapidaryException {
        Path file = layout.temporary().resolve(prefix + staged.incrementAndGet() + ".part");
        boolean done = false;
        try (FileOutputStream out = disk.create(file)) {
            MessageDigest sha = Digest.sha256();
            long bytes = copy(content, new byte[piece], out, sha);
            if (care == Care.DURABLE) {
                makeReadOnly(file);
                disk.sync(out);
            }
            done = true;
            return new Staged(file, Digest.of(sha), bytes);
        } finally {
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
    }

    Staged stage(String content) throws IOException, LapidaryException {
        return stage(content.getBytes(StandardCharsets.UTF_8), Care.DURABLE);
    }

    /** Gives a staged file its name; what had it before is replaced. */
    void replace(Staged staged, Path name) throws IOException {
        try {
            makeFolder(name.getParent());
            disk.rename(staged.file(), name);
        } finally {
            Files.deleteIfExists(staged.file());
        }
        disk.syncFolder(name.getParent());
    }

    /**
     * Gives a staged file its name if nobody has it.
     *
     * @return whether it was free
     */
    boolean claim(Staged staged, Path name) throws IOException {
        boolean free = link(staged, name);
        disk.syncFolder(name.getParent());
        return free;
    }

    /**
     * Writes a file if nobody has its name, and waits for no device: of the windows above it goes from (2) to (3), and the content
     * may be missing where the name survived.
     *
     * @return whether the name was free
     */
    boolean claimSoon(byte[] content, Path name) throws IOException, LapidaryException {
        return link(stage(content, Care.SOON), name);
    }

    private boolean link(Staged staged, Path name) throws IOException {
        try {
            makeFolder(name.getParent());
            disk.link(staged.file(), name);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException e) {
            throw new IOException("the file system has no hard links", e);
        } finally {
            Files.deleteIfExists(staged.file());
        }
    }

    void discard(Staged staged) throws IOException {
        Files.deleteIfExists(staged.file());
    }

    void syncFolder(Path folder) throws IOException {
        disk.syncFolder(folder);
    }

    void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    /** Makes a folder below the root, durably, with those between. */
    void makeFolder(Path folder) throws IOException {
        if (durableFolders.contains(folder)) {
            return;
        }
        if (!folder.equals(layout.root())) {
            makeFolder(folder.getParent());
        }
        Files.createDirectories(folder);
        if (!folder.equals(layout.root())) {
            disk.syncFolder(folder.getParent());
        }
        durableFolders.add(folder);
    }

    private long copy(InputStream content, byte[] piece, FileOutputStream out, MessageDigest sha)
            throws IOException, LapidaryException {
        long bytes = 0;
        long nextCheck = 0;
        for (int n = content.read(piece); n >= 0; n = content.read(piece)) {
            if (bytes >= nextCheck) {
                checkSpace();
                nextCheck = bytes + CHECK_SPACE_EVERY;
            }
            sha.update(piece, 0, n);
            disk.write(out, piece, n);
            bytes += n;
        }
        return bytes;
    }

    private void checkSpace() throws IOException, LapidaryException {
        long usable = disk.usableBytes(layout.root());
        if (usable < minimumFree) {
            throw StoreErrors.full(
                    layout.root(), usable + " bytes are usable, " + minimumFree + " are kept free", null);
        }
    }

    private static void makeReadOnly(Path file) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(file, READ_ONLY);
        }
    }
}
