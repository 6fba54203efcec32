package io.lapidary.coordinator.internal.topology;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;

/** A store that holds entries when its task begins, as one restored from its changelog does. */
final class FilledStore implements KeyValueBytesStoreSupplier {
    private final String name;
    private final Map<String, byte[]> entries;

    FilledStore(String name, Map<String, byte[]> entries) {
        this.name = name;
        this.entries = Map.copyOf(entries);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String metricsScope() {
        return Stores.inMemoryKeyValueStore(name).metricsScope();
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
        return new InMemoryKeyValueStore(name) {
            @Override
            public void init(StateStoreContext context, StateStore root) {
                super.init(context, root);
                entries.forEach((key, value) -> put(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)), value));
            }
        };
    }
}
