package io.lapidary.store.internal;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;

/** Content by digest. */
final class ObjectFiles {

    private final StoreLayout layout;
    private final DurableWriter writer;
    private final Quarantine quarantine;
    private final Aside aside;
    private final KnownFiles verified = new KnownFiles();
    /** Whose names have reached the device. */
    private final KnownFiles durable = new KnownFiles();

    ObjectFiles(StoreLayout layout, DurableWriter writer, Quarantine quarantine) {
        this.layout = layout;
        this.writer = writer;
        this.quarantine = quarantine;
        this.aside = new Aside(layout);
    }

    /**
     * One pass: the content is written aside and hashed on the way, so that a file that changes meanwhile is named by what
     * was written, not by what it was.
     */
    Digest put(InputStream content) throws IOException, LapidaryException {
        var staged = writer.stage(content);
        Digest digest = staged.digest();
        Path object = layout.object(digest);
        if (keep(digest, staged.bytes())) {
            writer.discard(staged);
        } else {
            writer.replace(staged, object);
            var stamp = KnownFiles.Stamp.of(object);
            verified.add(digest, stamp);
            durable.add(digest, stamp);
        }
        return digest;
    }

    /** Sees to it that an object is durable and young, if it is there. */
    boolean keep(Digest digest, long bytes) throws IOException {
        Path object = layout.object(digest);
        Optional<KnownFiles.Stamp> there = KnownFiles.Stamp.find(object);
        if (there.isEmpty() || there.get().bytes() != bytes) {
            return false; // a file of another size is what a failing disk left; the put then takes its place
        }
        if (!durable.has(digest, there.get())) {
            writer.syncFolder(object.getParent()); // its writer may not have come to it
            durable.add(digest, there.get());
        }
        rejuvenate(digest, object, there.get());
        return true;
    }

    boolean contains(Digest digest) {
        return Files.isRegularFile(layout.object(digest));
    }

    /** Also if a collector has just moved it aside: then it is moved back. */
    boolean isThere(Digest digest) throws IOException {
        return contains(digest) || aside.giveBack(digest);
    }

    /** Notes that an object is used; returns whether it is there. */
    boolean renew(Digest digest) throws IOException {
        try {
            return use(digest).isPresent();
        } catch (NoSuchFileException e) {
            return use(digest).isPresent(); // moved aside meanwhile
        }
    }

    /** The object's file, which counts as young from now on; empty if it is not there. */
    private Optional<KnownFiles.Stamp> use(Digest digest) throws IOException {
        Path object = layout.object(digest);
        Optional<KnownFiles.Stamp> there = look(digest, object);
        return there.isEmpty() ? there : Optional.of(rejuvenate(digest, object, there.get()));
    }

    private Optional<KnownFiles.Stamp> look(Digest digest, Path object) throws IOException {
        Optional<KnownFiles.Stamp> there = KnownFiles.Stamp.find(object);
        return there.isEmpty() && aside.giveBack(digest) ? KnownFiles.Stamp.find(object) : there;
    }

    private KnownFiles.Stamp requireUsed(Digest digest) throws IOException, LapidaryException {
        try {
            return use(digest).orElseThrow(() -> StoreErrors.notFound(layout.root(), digest));
        } catch (NoSuchFileException e) {
            throw StoreErrors.notFound(layout.root(), digest);
        }
    }

    long size(Digest digest) throws IOException, LapidaryException {
        return look(digest, layout.object(digest))
                .orElseThrow(() -> StoreErrors.notFound(layout.root(), digest))
                .bytes();
    }

    InputStream open(Digest digest) throws IOException, LapidaryException {
        requireUsed(digest);
        return new VerifyingInputStream(stream(digest), digest, actual -> {
            verified.remove(digest);
            quarantine.objectFoundWrong(digest);
            return new IOException(wrong(digest, actual));
        });
    }

    /** The object's own file, hashed unless it is the very file that was hashed before. */
    Path file(Digest digest) throws IOException, LapidaryException {
        Path object = layout.object(digest);
        var stamp = requireUsed(digest);
        if (verified.has(digest, stamp)) {
            return object;
        }
        Digest actual = hash(digest);
        if (!actual.equals(digest)) {
            verified.remove(digest);
            quarantine.objectFoundWrong(digest);
            throw StoreErrors.corrupt(layout.root(), wrong(digest, actual));
        }
        verified.add(digest, stamp);
        return object;
    }

    private Digest hash(Digest digest) throws IOException, LapidaryException {
        MessageDigest sha = Digest.sha256();
        try (FileInputStream in = stream(digest)) {
            byte[] piece = new byte[1 << 17];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                sha.update(piece, 0, n);
            }
        }
        return Digest.of(sha);
    }

    private FileInputStream stream(Digest digest) throws IOException, LapidaryException {
        Path object = layout.object(digest);
        try {
            return new FileInputStream(object.toFile()); // unlike a channel, not closed by an interrupt
        } catch (FileNotFoundException e) {
            if (Files.exists(object)) {
                throw e; // there, but not to be opened: too many files, no permission
            }
            throw StoreErrors.notFound(layout.root(), digest);
        }
    }

    /**
     * What is used counts as young again, or a collector could take it from under the one who uses it.
     *
     * @return the file as it is afterwards
     */
    private KnownFiles.Stamp rejuvenate(Digest digest, Path object, KnownFiles.Stamp before) throws IOException {
        if (!Age.isOld(before.modified())) {
            return before;
        }
        Age.renew(object);
        var after = KnownFiles.Stamp.of(object);
        verified.renew(digest, before, after);
        durable.renew(digest, before, after);
        return after;
    }

    private static String wrong(Digest digest, Digest actual) {
        return "object " + digest.hex() + " has the bytes of " + actual.hex();
    }
}
