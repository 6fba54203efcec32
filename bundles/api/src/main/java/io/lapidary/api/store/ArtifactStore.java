package io.lapidary.api.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;

/**
 * Content by digest, bindings and memos by key: no more than an object store can do. A service.
 *
 * <p>What {@code put}, {@code bind} and {@code pin} returned is durable and whole; a partial object is never visible. A memo is
 * whole too, but only as durable as what can be made again has to be. Every call throws {@link LapidaryException} of code
 * store-unavailable, disk-full, store-corrupt or not-found.
 */
public interface ArtifactStore {
    /** Names this store; nodes with different stores must not share topics. */
    String id();

    /** Puts a file's content; it is not moved. Putting what is there already costs one digest. */
    Digest put(Path file) throws LapidaryException;

    /** Puts a stream's content and leaves the stream open. */
    Digest put(InputStream content) throws LapidaryException;

    /** Puts small content that is in memory. Putting what is there already costs one digest. */
    Digest put(byte[] content) throws LapidaryException;

    boolean contains(Digest digest) throws LapidaryException;

    /** The size in bytes. */
    long size(Digest digest) throws LapidaryException;

    /** Reads content; the stream throws an {@code IOException} at its end if the bytes do not match the digest. */
    InputStream open(Digest digest) throws LapidaryException;

    /**
     * A local file with the content, whose digest was checked; read-only, valid as long as the object is pinned or young.
     * A file-system store gives its own file, others a cached copy.
     */
    Path file(Digest digest) throws LapidaryException;

    /**
     * Binds a key to content, unless it is bound.
     *
     * @return what the key is bound to afterwards: another digest than {@code value} is a finding of the caller's
     */
    Digest bind(String key, Digest value) throws LapidaryException;

    /** What a key is bound to. */
    Optional<Digest> binding(String key) throws LapidaryException;

    /**
     * Remembers something small under a key, unless there is something already. For what can be made again: a memo outlives the
     * process that wrote it, but the latest may be lost when a machine loses power.
     *
     * @return what is remembered under the key afterwards
     */
    byte[] remember(String key, byte[] memo) throws LapidaryException;

    /** What is remembered under a key; a memo that was damaged is none. */
    Optional<byte[]> recall(String key) throws LapidaryException;

    /** Keeps content from garbage collection for a while; a later pin of the same owner takes its place. */
    void pin(Digest digest, String owner, Duration time) throws LapidaryException;

    /** Everything there is; the stream must be closed. */
    Stream<StoredObject> list() throws LapidaryException;
}
