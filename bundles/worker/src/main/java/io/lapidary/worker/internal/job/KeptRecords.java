package io.lapidary.worker.internal.job;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.Latest;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.events.Completion;
import io.lapidary.events.codec.MessageCodec;

/**
 * Records of steps and packages, remembered in the store; the latest are kept on the heap too, since requests for one model come
 * in swarms. What is remembered never changes, so what was read once stays right.
 */
final class KeptRecords {
    private static final Logger LOG = LoggerFactory.getLogger(KeptRecords.class);
    private static final int KEPT = 256;

    private final ArtifactStore store;
    private final MessageCodec codec;
    private final Map<String, Completion> latest = new Latest<>(KEPT);

    KeptRecords(ArtifactStore store, MessageCodec codec) {
        this.store = store;
        this.codec = codec;
    }

    /** The record under a key, not to be changed. */
    Optional<Completion> get(String key) throws LapidaryException {
        synchronized (latest) {
            Completion known = latest.get(key);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<byte[]> memo = store.recall(key);
        return memo.isEmpty() ? Optional.empty() : Optional.of(keep(key, codec.decode(Completion.class, memo.get())));
    }

    /**
     * Remembers a record under a key, unless there is one already.
     *
     * @return the record that stands; {@code record} if that cannot be read
     */
    Completion put(String key, Completion record) throws LapidaryException {
        byte[] memo = codec.encode(record);
        byte[] standing = store.remember(key, memo);
        if (Arrays.equals(memo, standing)) {
            return keep(key, record);
        }
        try {
            return keep(key, codec.decode(Completion.class, standing));
        } catch (LapidaryException e) {
            LOG.warn("The record {} cannot be read: {}", key, e.getMessage());
            return record;
        }
    }

    private Completion keep(String key, Completion record) {
        synchronized (latest) {
            latest.put(key, record);
        }
        return record;
    }
}
