package io.lapidary.worker.internal.catalog;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
    /** How soon a node that is gone is noticed; what comes or changes is seen at once. */
    private static final long REMADE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Made(long change, long nanos, Catalog catalog) {}

    private final String node;
    private final Supplier<CatalogEntry> own;
    private final MessageCodec codec;
    private final Map<String, CatalogEntry> others = new ConcurrentHashMap<>();
    private final AtomicLong change = new AtomicLong();
    private final Subscription subscription;
    private volatile Optional<Made> made = Optional.empty();

    /**
     * @param own what this node offers now, which its own announcement tells only later
     */
    public CatalogView(String node, Supplier<CatalogEntry> own, MessageCodec codec, TopicReader reader) {
        this.node = node;
        this.own = own;
        this.codec = codec;
        subscription = reader.follow(Topics.CATALOG, TopicReader.Start.BEGINNING, this::onEntry);
    }

    /** Completes when all that was announced before is known. */
    public CompletionStage<Void> caughtUp() {
        return subscription.caughtUp();
    }

    /** A live node that uses another store than this one, if there is any. */
    public Optional<CatalogEntry> withAnotherStore() {
        String mine = own.get().getStoreId();
        return live().filter(entry -> !entry.getStoreId().equals(mine)).findFirst();
    }

    private Stream<CatalogEntry> live() {
        long oldest = System.currentTimeMillis() - LIVE.toMillis();
        return others.entrySet().stream()
                .filter(other -> !other.getKey().equals(node))
                .map(Map.Entry::getValue)
                .filter(entry -> !entry.getLeaving() && entry.getAnnouncedAt() >= oldest);
    }

    /** What this node offers is another now. */
    public void changed() {
        change.incrementAndGet();
    }

    private void onEntry(InboundMessage message) {
        learn(message);
        changed();
    }

    private void learn(InboundMessage message) {
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

    /** Made anew after each change and else every second: every item asks for it. */
    public Catalog catalog() {
        Optional<Made> known = made;
        long now = System.nanoTime();
        long seen = change.get();
        if (known.isPresent()
                && known.get().change() == seen
                && now - known.get().nanos() < REMADE_NANOS) {
            return known.get().catalog();
        }
        Catalog catalog = make();
        made = Optional.of(new Made(seen, now, catalog));
        return catalog;
    }

    private Catalog make() {
        var techniques = new LinkedHashMap<String, TechniqueDescriptor>();
        var backends = new LinkedHashMap<String, BackendDescriptor>();
        add(own.get(), techniques, backends);
        live().forEach(entry -> add(entry, techniques, backends));
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
