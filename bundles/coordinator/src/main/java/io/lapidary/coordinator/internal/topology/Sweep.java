package io.lapidary.coordinator.internal.topology;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import org.apache.kafka.streams.state.KeyValueStore;

import io.lapidary.coordinator.internal.state.EntryCodec;

/** Forgets ended requests after the horizon, a few at a time. */
final class Sweep {
    private static final int AT_ONCE = 1000;
    private static final long MIN_INTERVAL_MILLIS = 60_000;
    private static final int PER_HORIZON = 1000;

    private final KeyValueStore<String, byte[]> store;
    private final Consumer<byte[]> forgotten;
    private final long intervalMillis;
    private final Deque<String> over = new ArrayDeque<>();
    private long next;

    /** @param forgotten is told of each entry that goes */
    Sweep(KeyValueStore<String, byte[]> store, Consumer<byte[]> forgotten, long horizonMillis, long now) {
        this.store = store;
        this.forgotten = forgotten;
        this.intervalMillis = Math.max(MIN_INTERVAL_MILLIS, horizonMillis / PER_HORIZON);
        this.next = now + intervalMillis;
    }

    void tick(long now) {
        if (over.isEmpty() && now >= next) {
            next = now + intervalMillis;
            find(now);
        }
        for (int i = 0; i < AT_ONCE && !over.isEmpty(); i++) {
            String requestId = over.poll();
            byte[] bytes = store.get(requestId);
            if (bytes != null && EntryCodec.until(bytes) <= now) {
                store.delete(requestId);
                forgotten.accept(bytes);
            }
        }
    }

    /** When there is something to forget, or to look for it. */
    long nextDue(long now) {
        return over.isEmpty() ? next : now;
    }

    private void find(long now) {
        try (var entries = store.all()) {
            while (entries.hasNext()) {
                var entry = entries.next();
                if (EntryCodec.until(entry.value) <= now) {
                    over.add(entry.key);
                }
            }
        }
    }
}
