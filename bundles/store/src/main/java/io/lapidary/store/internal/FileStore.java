package io.lapidary.store.internal;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.api.store.StoredObject;

/** A store in a folder, which several processes may share. How writes are made durable: {@link DurableWriter}. */
public class FileStore implements ArtifactStore {
    private interface Operation<T> {
        T run() throws IOException, LapidaryException;
    }

    private final StoreLayout layout;
    private final ObjectFiles objects;
    private final Bindings bindings;
    private final Memos memos;
    private final Pins pins;
    private final String id;

    /** Whether a folder is a store already; changes nothing. */
    public static boolean isAt(Path root) {
        return Files.isRegularFile(new StoreLayout(root).idFile());
    }

    public FileStore(Path root, long minimumFreeBytes, Disk disk) throws LapidaryException {
        layout = new StoreLayout(root.toAbsolutePath().normalize());
        var writer = new DurableWriter(layout, disk, minimumFreeBytes);
        var quarantine = new Quarantine(layout, writer);
        objects = new ObjectFiles(layout, writer, quarantine);
        bindings = new Bindings(layout, writer, quarantine);
        memos = new Memos(layout, writer, quarantine);
        pins = new Pins(layout, writer);
        id = attempt("opening it", () -> {
            for (Path folder : layout.folders()) {
                writer.makeFolder(folder);
            }
            StaleFiles.remove(layout.temporary());
            return StoreId.readOrMake(layout, writer);
        });
    }

    final Path root() {
        return layout.root();
    }

    /** Notes that content is used; returns whether it is there. */
    final boolean renew(Digest digest) throws LapidaryException {
        return attempt("renewing " + digest, () -> objects.renew(digest));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Digest put(Path file) throws LapidaryException {
        if (!Files.isRegularFile(file)) {
            throw new LapidaryException(
                    ErrorCodes.NOT_FOUND, "There is no file " + file + " to put into the store.", "Check the path.");
        }
        return attempt("putting " + file, () -> {
            Digest digest = Digest.of(file);
            if (objects.keep(digest, Files.size(file))) {
                return digest;
            }
            try (var in = new FileInputStream(file.toFile())) {
                return objects.put(in);
            }
        });
    }

    @Override
    public Digest put(InputStream content) throws LapidaryException {
        return attempt("putting a stream", () -> objects.put(content));
    }

    @Override
    public Digest put(byte[] content) throws LapidaryException {
        return attempt("putting " + content.length + " bytes", () -> {
            Digest digest = Digest.of(content);
            return objects.keep(digest, content.length) ? digest : objects.put(new ByteArrayInputStream(content));
        });
    }

    @Override
    public boolean contains(Digest digest) {
        return objects.contains(digest);
    }

    @Override
    public long size(Digest digest) throws LapidaryException {
        return attempt("looking at " + digest, () -> objects.size(digest));
    }

    @Override
    public InputStream open(Digest digest) throws LapidaryException {
        return attempt("opening " + digest, () -> objects.open(digest));
    }

    @Override
    public Path file(Digest digest) throws LapidaryException {
        return attempt("checking " + digest, () -> objects.file(digest));
    }

    @Override
    public Digest bind(String key, Digest value) throws LapidaryException {
        return attempt("binding " + key, () -> bindings.bind(key, value));
    }

    @Override
    public Optional<Digest> binding(String key) throws LapidaryException {
        return attempt("reading the binding of " + key, () -> bindings.get(key));
    }

    @Override
    public byte[] remember(String key, byte[] memo) throws LapidaryException {
        return attempt("remembering " + key, () -> memos.remember(key, memo));
    }

    @Override
    public Optional<byte[]> recall(String key) throws LapidaryException {
        return attempt("recalling " + key, () -> memos.recall(key));
    }

    /**
     * The pin is written before the object is looked for, so that a collector that does it the other way round misses none; what it
     * has moved aside to look is moved back here.
     */
    @Override
    public void pin(Digest digest, String owner, Duration time) throws LapidaryException {
        attempt("pinning " + digest, () -> {
            pins.pin(digest, owner, Instant.now().plus(time));
            if (!objects.isThere(digest)) {
                throw StoreErrors.notFound(layout.root(), digest);
            }
            return digest;
        });
    }

    @Override
    public Stream<StoredObject> list() throws LapidaryException {
        return attempt("listing it", () -> ObjectListing.of(layout.objects()));
    }

    private <T> T attempt(String doing, Operation<T> operation) throws LapidaryException {
        try {
            return operation.run();
        } catch (IOException e) {
            throw StoreErrors.of(layout.root(), doing, e);
        }
    }
}
