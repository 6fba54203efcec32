package io.lapidary.worker.internal.catalog;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.api.planner.Catalog;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.events.BackendOffer;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.TechniqueOffer;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.Topics;
import io.lapidary.events.mapping.OfferMapper;

/** What all live nodes offer, this one included. */
public final class CatalogView implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogView.class);
    private static final Duration LIVE = Duration.ofSeconds(30);

    private final String node;
    private final Supplier<CatalogEntry> own;
    private final MessageCodec codec;
    private final Map<String, CatalogEntry> others = new ConcurrentHashMap<>();
    private final Subscription subscription;

    /**
     * @param own what this node offers now, which its own announcement tells only later
     */
    public CatalogView(String node, Supplier<CatalogEntry> own, MessageCodec codec, TopicReader reader) {
        this.node = node;
        this.own = own;
        this.codec = codec;
        subscription = reader.follow(Topics.CATALOG, TopicReader.Start.BEGINNING, this::onEntry);
    }

    private void onEntry(InboundMessage message) {
        if (message.payload().length == 0) {
            others.remove(message.key());
            return;
        }
        try {
            others.put(message.key(), codec.decode(CatalogEntry.class, message.payload()));
        } catch (LapidaryException e) {
            LOG.warn("The catalog entry {} cannot be read: {}", message.position(), e.getMessage());
        }
    }

    public Catalog catalog() {
        long oldest = System.currentTimeMillis() - LIVE.toMillis();
        var techniques = new LinkedHashMap<String, TechniqueDescriptor>();
        var backends = new LinkedHashMap<String, BackendDescriptor>();
        add(own.get(), techniques, backends);
        others.forEach((name, entry) -> {
            if (!name.equals(node) && !entry.getLeaving() && entry.getAnnouncedAt() >= oldest) {
                add(entry, techniques, backends);
            }
        });
        return new Catalog(List.copyOf(techniques.values()), List.copyOf(backends.values()));
    }

    private static void add(
            CatalogEntry entry, Map<String, TechniqueDescriptor> techniques, Map<String, BackendDescriptor> backends) {
        for (TechniqueOffer offer : entry.getTechniques()) {
            read(entry, () -> OfferMapper.fromOffer(offer))
                    .ifPresent(t -> techniques.putIfAbsent(t.id() + " " + t.version(), t));
        }
        for (BackendOffer offer : entry.getBackends()) {
            read(entry, () -> OfferMapper.fromOffer(offer))
                    .ifPresent(b -> backends.putIfAbsent(b.id() + " " + b.version(), b));
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws LapidaryException;
    }

    private static <T> Optional<T> read(CatalogEntry entry, Reading<T> reading) {
        try {
            return Optional.of(reading.read());
        } catch (LapidaryException e) {
            LOG.warn("Node {} offers what cannot be read: {}", entry.getNode(), e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        subscription.close();
    }
}
