package io.lapidary.coordinator.internal.topology;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps a compacted topic in a global store, and tells of every entry. The store is complete before the first request is read.
 * On start, Kafka Streams may fill the store without asking this processor, so that what is there is told in {@link #init}.
 */
final class Follower implements Processor<String, byte[], Void, Void> {
    private final String storeName;
    private final Listener listener;
    private KeyValueStore<String, byte[]> store;

    /** Takes entries of a compacted topic. */
    interface Listener {
        void put(String key, byte[] value);

        void remove(String key);
    }

    Follower(String storeName, Listener listener) {
        this.storeName = storeName;
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(storeName);
        try (var entries = store.all()) {
            while (entries.hasNext()) {
                var entry = entries.next();
                listener.put(entry.key, entry.value);
            }
        }
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (record.key() == null) {
            return; // a compacted topic takes no such record
        }
        if (record.value() == null || record.value().length == 0) {
            store.delete(record.key());
            listener.remove(record.key());
        } else {
            store.put(record.key(), record.value());
            listener.put(record.key(), record.value());
        }
    }
}
