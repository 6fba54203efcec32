package io.lapidary.store.internal;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.store.StoreCheck;
import io.lapidary.store.StoreFault;

/** Reads a whole store and compares everything with its name or its own digest. */
public final class Verifier {
    private static final int PIECE = 1 << 17;

    private final StoreLayout layout;
    private final List<StoreFault> faults = new ArrayList<>();
    private long objects;
    private long bytes;
    private long records;

    /** @param root the store's folder */
    public Verifier(Path root) {
        layout = new StoreLayout(root);
    }

    /** What collections took, and when at the latest. */
    public static Map<Digest, Instant> taken(Path root) throws LapidaryException {
        try {
            return Takings.read(new StoreLayout(root));
        } catch (IOException e) {
            throw StoreErrors.of(root, "reading what was collected", e);
        }
    }

    /** @param progress gets the bytes of objects read so far */
    public StoreCheck run(LongConsumer progress) throws LapidaryException, InterruptedException {
        try {
            for (Path file : ShardedFiles.of(layout.objects())) {
                object(file, progress);
            }
            for (Path file : ShardedFiles.of(layout.bindings())) {
                record(file, StoreFault.Kind.DAMAGED_BINDING);
            }
            for (Path file : ShardedFiles.of(layout.memos())) {
                record(file, StoreFault.Kind.DAMAGED_MEMO);
            }
        } catch (IOException e) {
            throw StoreErrors.of(layout.root(), "verifying it", e);
        }
        return new StoreCheck(objects, bytes, records, faults);
    }

    private void object(Path file, LongConsumer progress) throws InterruptedException {
        Digest name = ShardedFiles.digest(file);
        try {
            Digest actual = hash(file, progress);
            objects++;
            if (!actual.equals(name)) {
                faults.add(new StoreFault(StoreFault.Kind.DAMAGED_OBJECT, Optional.of(name), file));
            }
        } catch (NoSuchFileException e) {
            return; // collected since it was listed
        } catch (IOException e) {
            faults.add(new StoreFault(StoreFault.Kind.UNREADABLE, Optional.of(name), file));
        }
    }

    private void record(Path file, StoreFault.Kind damage) throws InterruptedException {
        requireGoingOn();
        try {
            records++;
            boolean whole = damage == StoreFault.Kind.DAMAGED_MEMO
                    ? Memos.isWhole(Files.readAllBytes(file))
                    : RecordFile.isWhole(file);
            if (!whole) {
                faults.add(new StoreFault(damage, Optional.empty(), file));
            }
        } catch (NoSuchFileException e) {
            records--; // collected since it was listed
        } catch (IOException e) {
            faults.add(new StoreFault(StoreFault.Kind.UNREADABLE, Optional.empty(), file));
        }
    }

    private Digest hash(Path file, LongConsumer progress) throws IOException, InterruptedException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        MessageDigest sha = Digest.sha256();
        try (var in = new FileInputStream(file.toFile())) {
            byte[] piece = new byte[PIECE];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                requireGoingOn();
                sha.update(piece, 0, n);
                bytes += n;
                progress.accept(bytes);
            }
        }
        return Digest.of(sha);
    }

    private static void requireGoingOn() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("verifying the store was interrupted");
        }
    }
}
