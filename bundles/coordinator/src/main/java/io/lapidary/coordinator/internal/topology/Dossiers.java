package io.lapidary.coordinator.internal.topology;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.streams.state.KeyValueStore;

import io.lapidary.api.Latest;
import io.lapidary.coordinator.internal.machine.Entry;
import io.lapidary.coordinator.internal.machine.RequestState;
import io.lapidary.coordinator.internal.state.EntryCodec;

/**
 * The entries of one task. What changes while one record is handled is written once, at its end; live requests that were looked
 * at lately are not read again.
 */
final class Dossiers {
    private static final int KEPT = 512;

    private final KeyValueStore<String, byte[]> store;
    private final EntryCodec codec;
    private final int maxBytes;
    private final Map<String, Entry> changed = new LinkedHashMap<>();
    private final Map<String, byte[]> prepared = new HashMap<>();

    private final Map<String, Entry> lately = new Latest<>(KEPT);

    Dossiers(KeyValueStore<String, byte[]> store, EntryCodec codec, int maxBytes) {
        this.store = store;
        this.codec = codec;
        this.maxBytes = maxBytes;
    }

    Optional<Entry> get(String requestId) {
        Entry known = changed.get(requestId);
        if (known == null) {
            known = lately.get(requestId);
        }
        if (known != null) {
            return Optional.of(known);
        }
        byte[] bytes = store.get(requestId);
        return bytes == null ? Optional.empty() : Optional.of(codec.decode(requestId, bytes));
    }

    Optional<RequestState> live(String requestId) {
        return get(requestId).flatMap(e -> e instanceof RequestState state ? Optional.of(state) : Optional.empty());
    }

    /** @throws TooLarge if the entry is over the limit; it is not kept then */
    void put(String requestId, Entry entry) throws TooLarge {
        byte[] bytes = null;
        if (entry instanceof RequestState state && state.items().size() > 1) {
            bytes = codec.encode(
                    entry); // candidates' completions are held here; a request by itself was measured before
            if (bytes.length > maxBytes) {
                throw new TooLarge("The state of '" + requestId + "'", bytes.length, maxBytes);
            }
        }
        changed.put(requestId, entry);
        if (bytes != null) {
            prepared.put(requestId, bytes);
        } else {
            prepared.remove(requestId);
        }
    }

    /** Encodes what changed, so that {@link #write()} does not fail over an entry. */
    void prepare() {
        changed.forEach((id, entry) -> prepared.computeIfAbsent(id, i -> codec.encode(entry)));
    }

    void write() {
        for (var change : changed.entrySet()) {
            store.put(change.getKey(), prepared.get(change.getKey()));
            if (change.getValue() instanceof RequestState) {
                lately.put(change.getKey(), change.getValue());
            } else {
                lately.remove(change.getKey());
            }
        }
        discard();
    }

    /** Forgets what changed since the last {@link #write()}. */
    void discard() {
        changed.clear();
        prepared.clear();
    }
}
