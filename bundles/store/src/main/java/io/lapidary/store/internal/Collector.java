package io.lapidary.store.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.store.Collected;

/**
 * Takes away what nobody uses. A file's time of change says when it was last used: putting, reading and recalling renew it.
 *
 * <p>Others use the store meanwhile. So an object is moved aside first, and only then its pins and its time are looked at once
 * more; it is given back if one is new. Who pins writes the pin before looking for the object, and so one of both sees the
 * other; who looks for an object that lies aside moves it back ({@link Aside}). Who puts the same content meanwhile writes it anew, which harms nothing.
 */
public final class Collector {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final StoreLayout layout;
    private final Disk disk;
    private final Pins pins;
    private final Aside asides;
    private final Takings takings;
    private final Set<Digest> needed;
    private final boolean pretend;
    private long objects;
    private long bytes;
    private long records;
    private long kept;

    /**
     * @param root the store's folder
     * @param needed what stays however old it is
     * @param pretend whether to count only
     */
    public Collector(Path root, Disk disk, Set<Digest> needed, boolean pretend) {
        layout = new StoreLayout(root);
        asides = new Aside(layout);
        takings = new Takings(layout);
        this.disk = disk;
        pins = new Pins(layout, new DurableWriter(layout, disk, 0));
        this.needed = Set.copyOf(needed);
        this.pretend = pretend;
    }

    /** @param limit what was used since then stays */
    public Collected run(Instant limit) throws LapidaryException, InterruptedException {
        try (takings) {
            for (Path object : ShardedFiles.of(layout.objects())) {
                object(object, limit);
            }
            for (Path folder : new Path[] {layout.bindings(), layout.memos()}) {
                for (Path file : ShardedFiles.of(folder)) {
                    record(file, limit);
                }
            }
        } catch (IOException e) {
            throw StoreErrors.of(layout.root(), "collecting what is unused", e);
        }
        return new Collected(objects, bytes, records, kept);
    }

    private void object(Path object, Instant limit) throws IOException, InterruptedException {
        requireGoingOn();
        try {
            if (isYoung(object, limit)) {
                return;
            }
            Digest digest = ShardedFiles.digest(object);
            if (needed.contains(digest) || isPinned(digest)) {
                kept++;
                return;
            }
            long size = Files.size(object);
            if (pretend || take(object, digest, limit)) {
                objects++;
                bytes += size;
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} was taken away by another.", object, e);
        }
    }

    private boolean take(Path object, Digest digest, Instant limit) throws IOException {
        Path aside = asides.fresh(digest);
        disk.rename(object, aside);
        try {
            if (isPinned(digest) || isYoung(aside, limit)) {
                disk.rename(aside, object);
                disk.syncFolder(object.getParent());
                kept++;
                return false;
            }
            takings.add(digest);
            Files.delete(aside);
        } catch (NoSuchFileException e) {
            LOG.debug("{} was wanted, and moved back.", digest, e);
            kept++;
            return false;
        }
        removePins(digest);
        LOG.debug("Took {}, which was unused.", digest);
        return true;
    }

    /** Those that ran out; the folder stays if somebody pins at this moment. */
    private void removePins(Digest digest) throws IOException {
        Path folder = layout.pins(digest);
        if (!Files.isDirectory(folder) || isPinned(digest)) {
            return;
        }
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path pin : files) {
                Files.deleteIfExists(pin);
            }
        }
    }

    private void record(Path file, Instant limit) throws IOException, InterruptedException {
        requireGoingOn();
        try {
            if (!isYoung(file, limit)) {
                if (!pretend) {
                    Files.deleteIfExists(file);
                }
                records++;
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} was taken away by another.", file, e);
        }
    }

    private boolean isPinned(Digest digest) throws IOException {
        Optional<Instant> until = pins.pinnedUntil(digest);
        return until.isPresent() && until.get().isAfter(Instant.now());
    }

    private static boolean isYoung(Path file, Instant limit) throws IOException {
        return !Files.getLastModifiedTime(file).toInstant().isBefore(limit);
    }

    private static void requireGoingOn() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("collecting was interrupted");
        }
    }
}
