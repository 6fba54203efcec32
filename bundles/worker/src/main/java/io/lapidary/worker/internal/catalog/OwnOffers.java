package io.lapidary.worker.internal.catalog;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.backend.Backend;
import io.lapidary.api.engine.EngineIdentity;
import io.lapidary.api.node.Refusal;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.work.Lane;
import io.lapidary.events.BackendOffer;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.RefusalInfo;
import io.lapidary.events.TechniqueOffer;
import io.lapidary.events.mapping.EvaluationMapper;
import io.lapidary.events.mapping.OfferMapper;
import io.lapidary.worker.internal.job.NodeServices;
import io.lapidary.worker.internal.plugin.Named;
import io.lapidary.worker.internal.plugin.Plugin;

/** What this node offers at this moment. */
public final class OwnOffers implements Supplier<CatalogEntry> {
    private static final Logger LOG = LoggerFactory.getLogger(OwnOffers.class);

    /** So that an announcement stays small whatever an operator does. */
    private static final int MOST_REFUSALS = 50;

    private static final int LONGEST_TEXT = 600;

    /** The node's own start: a worker begins anew within it where the settings of messaging or the store change. */
    private static final long NODE_STARTED_AT =
            ManagementFactory.getRuntimeMXBean().getStartTime();

    private final String node;
    private final String platformVersion;
    private final Supplier<List<Lane>> lanes;
    private final NodeServices services;
    private final IntSupplier running;

    public OwnOffers(
            String node,
            String platformVersion,
            Supplier<List<Lane>> lanes,
            NodeServices services,
            IntSupplier running) {
        this.node = node;
        this.platformVersion = platformVersion;
        this.lanes = lanes;
        this.services = services;
        this.running = running;
    }

    @Override
    public CatalogEntry get() {
        return CatalogEntry.newBuilder()
                .setNode(node)
                .setPlatformVersion(platformVersion)
                .setStoreId(services.store().id())
                .setLanes(lanes.get().stream()
                        .filter(services::serves)
                        .map(Lane::id)
                        .toList())
                .setTechniques(techniques())
                .setBackends(backends())
                .setPlanners(services.planners().get().stream().map(Named::id).toList())
                .setMetrics(services.metrics().get().stream().map(Named::id).toList())
                .setRefused(refused())
                .setEngines(engines())
                .setCores(services.cores())
                .setMemoryBytes(services.settings().get().memoryBytes())
                .setRunning(running.getAsInt())
                .setStartedAt(NODE_STARTED_AT)
                .setAnnouncedAt(System.currentTimeMillis())
                .build();
    }

    private List<TechniqueOffer> techniques() {
        var offers = new ArrayList<TechniqueOffer>();
        for (Plugin<Technique> plugin : services.techniques().offered()) {
            describe(plugin, t -> OfferMapper.toOffer(t.descriptor(), plugin.jar()))
                    .ifPresent(offers::add);
        }
        return offers;
    }

    private List<BackendOffer> backends() {
        var offers = new ArrayList<BackendOffer>();
        for (Plugin<Backend> plugin : services.backends().offered()) {
            describe(plugin, b -> OfferMapper.toOffer(b.descriptor(), plugin.jar()))
                    .ifPresent(offers::add);
        }
        return offers;
    }

    private static <T, O> Optional<O> describe(Plugin<T> plugin, Function<T, O> description) {
        try {
            return Optional.of(description.apply(plugin.service()));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("The plugin {} cannot describe itself and is not announced: {}", plugin.name(), e.toString());
            return Optional.empty();
        }
    }

    private List<RefusalInfo> refused() {
        return services.refusals().get().stream()
                .sorted(Comparator.comparing(Refusal::subject))
                .limit(MOST_REFUSALS)
                .map(refusal -> new RefusalInfo(shortened(refusal.subject()), shortened(refusal.reason())))
                .toList();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }

    private List<String> engines() {
        Optional<EngineIdentity> engine = services.engine().get().map(e -> e.identity());
        return engine.map(EvaluationMapper::text).map(List::of).orElse(List.of());
    }
}
