package io.lapidary.coordinator.internal.content;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.Digest;
import io.lapidary.api.store.LiveContent;
import io.lapidary.coordinator.internal.machine.RequestState;
import io.lapidary.coordinator.internal.state.EntryCodec;

/** Reads the entries of the tasks that run here, while these go on. */
public final class LiveNeeds implements LiveContent {
    private static final Logger LOG = LoggerFactory.getLogger(LiveNeeds.class);

    private final int parts;
    private final Supplier<Set<Integer>> present;
    private final Function<Integer, ReadOnlyKeyValueStore<String, byte[]>> stores;
    private final Supplier<EntryCodec> codecs;

    /**
     * @param parts partitions of the topics
     * @param present partitions whose tasks run here
     * @param stores the entries of a partition, as they are
     * @param codecs a codec for one reading
     */
    public LiveNeeds(
            int parts,
            Supplier<Set<Integer>> present,
            Function<Integer, ReadOnlyKeyValueStore<String, byte[]>> stores,
            Supplier<EntryCodec> codecs) {
        this.parts = parts;
        this.present = present;
        this.stores = stores;
        this.codecs = codecs;
    }

    @Override
    public int parts() {
        return parts;
    }

    @Override
    public Map<Integer, Set<Digest>> needed() {
        var needed = new HashMap<Integer, Set<Digest>>();
        for (int part : present.get()) {
            try {
                needed.put(part, read(part));
            } catch (InvalidStateStoreException e) {
                LOG.debug("The requests of part {} cannot be looked at now", part, e);
            } catch (IllegalStateException e) {
                LOG.warn("What requests of part {} need is not known: {}", part, e.getMessage());
            }
        }
        return needed;
    }

    /** @throws IllegalStateException if one cannot be read, so that it is not known what it needs */
    private Set<Digest> read(int part) {
        var digests = new HashSet<Digest>();
        EntryCodec codec = codecs.get();
        try (var all = stores.apply(part).all()) {
            while (all.hasNext()) {
                var entry = all.next();
                if (EntryCodec.isLive(entry.value)) {
                    digests.addAll(Needs.of((RequestState) codec.decode(entry.key, entry.value)));
                }
            }
        }
        return digests;
    }
}
