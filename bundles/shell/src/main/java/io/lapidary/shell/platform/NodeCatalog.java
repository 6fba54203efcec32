package io.lapidary.shell.platform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.api.planner.VersionOrder;
import io.lapidary.events.BackendOffer;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.TechniqueOffer;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.Topics;

/**
 * What nodes offer.
 *
 * @param live nodes that announced themselves within the last half minute and are not leaving, by name
 * @param gone nodes that did not, by name
 */
public record NodeCatalog(List<CatalogEntry> live, List<CatalogEntry> gone) {
    private static final Duration LIVE = Duration.ofSeconds(30);

    public NodeCatalog {
        live = List.copyOf(live);
        gone = List.copyOf(gone);
    }

    /** Reads what is there now. A node has announced itself before it says that it is ready. */
    static NodeCatalog read(TopicReader reader, MessageCodec codec, String bootstrapServers)
            throws LapidaryException, InterruptedException {
        var entries = new ConcurrentHashMap<String, CatalogEntry>();
        try (var subscription =
                reader.follow(Topics.CATALOG, TopicReader.Start.BEGINNING, message -> take(message, codec, entries))) {
            subscription.caughtUp().toCompletableFuture().get(Platform.ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return of(entries);
        } catch (TimeoutException | ExecutionException e) {
            throw Unreachable.because(
                    "The catalog of nodes at " + bootstrapServers + " could not be read.",
                    "See that its brokers run and can be reached from here.",
                    e);
        }
    }

    private static void take(InboundMessage message, MessageCodec codec, Map<String, CatalogEntry> entries) {
        if (message.payload().length == 0) {
            entries.remove(message.key());
            return;
        }
        try {
            entries.put(message.key(), codec.decode(CatalogEntry.class, message.payload()));
        } catch (LapidaryException e) {
            throw new IllegalArgumentException(message.position() + ": " + e.sentence(), e);
        }
    }

    private static NodeCatalog of(Map<String, CatalogEntry> entries) {
        long oldest = System.currentTimeMillis() - LIVE.toMillis();
        var live = new ArrayList<CatalogEntry>();
        var gone = new ArrayList<CatalogEntry>();
        new TreeMap<>(entries)
                .values()
                .forEach(e -> (e.getAnnouncedAt() >= oldest && !e.getLeaving() ? live : gone).add(e));
        return new NodeCatalog(live, gone);
    }

    /** Techniques that live nodes offer, by id, each in its highest version. */
    public List<TechniqueOffer> techniques() {
        return highest(CatalogEntry::getTechniques, TechniqueOffer::getId, TechniqueOffer::getVersion);
    }

    /** Versions of a technique that live nodes offer, the highest, which is the one that an unpinned request takes, first. */
    public List<TechniqueOffer> versions(String technique) {
        var byVersion = new TreeMap<String, TechniqueOffer>((a, b) -> VersionOrder.compare(b, a));
        for (CatalogEntry entry : live) {
            for (TechniqueOffer offer : entry.getTechniques()) {
                if (offer.getId().equals(technique)) {
                    byVersion.putIfAbsent(offer.getVersion(), offer);
                }
            }
        }
        return List.copyOf(byVersion.values());
    }

    /** Backends that live nodes offer, by id, each in its highest version. */
    public List<BackendOffer> backends() {
        return highest(CatalogEntry::getBackends, BackendOffer::getId, BackendOffer::getVersion);
    }

    /** Names of live nodes that fulfil something. */
    public List<String> nodes(Function<CatalogEntry, Boolean> condition) {
        return live.stream().filter(condition::apply).map(CatalogEntry::getNode).toList();
    }

    private <T> List<T> highest(
            Function<CatalogEntry, List<T>> offers, Function<T, String> id, Function<T, String> version) {
        Comparator<T> byVersion = (a, b) -> VersionOrder.compare(version.apply(a), version.apply(b));
        var byId = new TreeMap<String, T>();
        for (CatalogEntry entry : live) {
            for (T offer : offers.apply(entry)) {
                byId.merge(id.apply(offer), offer, (a, b) -> byVersion.compare(a, b) >= 0 ? a : b);
            }
        }
        return List.copyOf(byId.values());
    }

    /** The store that the live nodes use, if there are any. */
    public Optional<String> storeId() {
        return live.stream().map(CatalogEntry::getStoreId).findFirst();
    }
}
