package io.lapidary.worker.internal.job;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.events.Completion;
import io.lapidary.events.codec.MessageCodec;

/**
 * Records of steps and packages, bound in the store; the latest are kept in memory too, since requests for one model come in
 * swarms. A binding never changes, so what was read once stays right; whether the record is still there is asked each time.
 */
final class KeptRecords {
    private static final int KEPT = 256;

    private record Kept(Digest digest, Completion record) {}

    private final ArtifactStore store;
    private final MessageCodec codec;
    private final Map<String, Kept> latest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > KEPT;
        }
    };

    KeptRecords(ArtifactStore store, MessageCodec codec) {
        this.store = store;
        this.codec = codec;
    }

    /** The record under a key, not to be changed; empty if there is none or its content is gone. */
    Optional<Completion> get(String key) throws LapidaryException {
        Optional<Kept> kept = kept(key);
        if (kept.isPresent()) {
            return store.contains(kept.get().digest()) ? Optional.of(kept.get().record()) : Optional.empty();
        }
        Optional<Digest> bound = store.binding(key);
        if (bound.isEmpty() || !store.contains(bound.get())) {
            return Optional.empty();
        }
        Completion record = read(key, bound.get());
        synchronized (latest) {
            latest.put(key, new Kept(bound.get(), record));
        }
        return Optional.of(record);
    }

    /** Keeps a record under a key, unless there is one already. */
    void put(String key, Completion record) throws LapidaryException {
        store.bind(key, store.put(new ByteArrayInputStream(codec.encode(record))));
    }

    private Optional<Kept> kept(String key) {
        synchronized (latest) {
            return Optional.ofNullable(latest.get(key));
        }
    }

    private Completion read(String key, Digest digest) throws LapidaryException {
        try (var in = store.open(digest)) {
            return codec.decode(Completion.class, in.readAllBytes());
        } catch (IOException e) {
            throw new LapidaryException(
                    ErrorCodes.STORE_UNAVAILABLE, "Cannot read the record " + key + ": " + e.getMessage() + ".", "", e);
        }
    }
}
