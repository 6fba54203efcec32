package io.lapidary.worker.internal.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.Subscription;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.api.messaging.WorkSource;
import io.lapidary.api.work.Lane;
import io.lapidary.events.codec.CloudEvents;
import io.lapidary.events.codec.Envelopes;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.events.codec.SchemaFollower;
import io.lapidary.worker.internal.catalog.Announcer;
import io.lapidary.worker.internal.catalog.CatalogView;
import io.lapidary.worker.internal.catalog.OwnOffers;
import io.lapidary.worker.internal.job.CoreGate;
import io.lapidary.worker.internal.job.JobRunner;
import io.lapidary.worker.internal.job.NodeServices;

/** A node's worker: joins its lanes, runs items, announces what it offers. */
final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration SCHEMA_PATIENCE = Duration.ofSeconds(2);

    /**
     * @param node id
     * @param version of the platform
     * @param lanes to join
     * @param lightItems in hand at once
     * @param heavyItems in hand at once, of all other lanes together
     * @param computing items that may compute at once
     * @param measureWait how long a measurement waits to be alone
     * @param drain how long running items may take when the node stops
     */
    record Settings(
            String node,
            String version,
            List<Lane> lanes,
            int lightItems,
            int heavyItems,
            int computing,
            Duration measureWait,
            Duration drain) {
        static Settings of(NodeConfig config, String node, String version, int cores) {
            long heap = Runtime.getRuntime().maxMemory();
            int byMemory = (int) Math.max(1, heap / (config.job_memory_mib() * (1L << 20)));
            return new Settings(
                    node,
                    version,
                    Arrays.stream(config.lanes()).map(Lane::new).toList(),
                    config.light_items() > 0 ? config.light_items() : 4 * cores,
                    config.heavy_items() > 0 ? config.heavy_items() : cores,
                    Math.min(cores, byMemory),
                    Duration.ofSeconds(config.measure_wait_seconds()),
                    Duration.ofSeconds(config.drain_seconds()));
        }
    }

    private final NodeServices services;
    private final WorkSource source;
    private final RunningItems running = new RunningItems();
    private final ScheduledExecutorService timer;
    private final Subscription schemas;
    private final Decisions decisions;
    private final Announcer announcer;
    private final CatalogView catalog;
    private final ItemIntake intake;
    private final CoreGate gate;
    private final Map<Lane, Subscription> lanes = new HashMap<>();
    private volatile Settings settings;
    private volatile boolean draining;
    private boolean begun;

    Worker(
            Settings settings,
            NodeServices services,
            MessagePublisher publisher,
            WorkSource source,
            TopicReader reader) {
        this.settings = settings;
        this.services = services;
        this.source = source;
        timer = timer();
        var learned = new SchemaCatalog();
        schemas = SchemaFollower.follow(reader, learned);
        var codec = new MessageCodec(learned, SCHEMA_PATIENCE);
        var envelopes = new Envelopes(codec, CloudEvents.node(settings.node()));
        var offers = new OwnOffers(
                settings.node(), settings.version(), () -> this.settings.lanes(), services, running::size);
        catalog = new CatalogView(settings.node(), offers, codec, reader);
        decisions = new Decisions(reader, codec, running);
        gate = new CoreGate(settings.computing(), settings.measureWait());
        var runner = new JobRunner(services, gate, codec, catalog::catalog);
        intake = new ItemIntake(settings.node(), codec, envelopes, publisher, timer, running, decisions, runner::run);
        announcer = new Announcer(offers, envelopes, publisher, timer);
    }

    private static ScheduledExecutorService timer() {
        var timer = new ScheduledThreadPoolExecutor(2, task -> {
            var thread = new Thread(task, "worker timer");
            thread.setDaemon(true);
            return thread;
        });
        // Else the heartbeat of each item that ended, and with it the item, would stay until its time.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /**
     * Completes when work is handed to this node in every lane that it can serve by now, it hears what is decided, and others can
     * read what it offers.
     *
     * @param complaints is told why this node cannot work, as long as that is so
     */
    CompletionStage<Void> start(Consumer<Optional<String>> complaints) {
        return new StoreAgreement(catalog, services.store().id(), timer, complaints)
                .reached()
                .thenCompose(agreed -> begin());
    }

    private synchronized CompletionStage<Void> begin() {
        if (draining) {
            return new CompletableFuture<>();
        }
        begun = true;
        announcer.begin();
        join();
        var joining = new ArrayList<CompletionStage<Void>>();
        lanes.forEach((lane, subscription) -> {
            if (services.serves(lane)) {
                joining.add(subscription.caughtUp());
            }
        });
        joining.add(decisions.caughtUp());
        joining.add(schemas.caughtUp());
        LOG.info("Node {} works on the lanes {}.", settings.node(), settings.lanes());
        return CompletableFuture.allOf(joining.stream()
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture<?>[]::new))
                .thenCompose(joined -> announcer.announceNow());
    }

    /** A lane that it has joined and is to leave gets no more items, while those in hand are done. */
    private void join() {
        for (Lane lane : settings.lanes()) {
            lanes.computeIfAbsent(lane, l -> source.take(l, () -> free(l), intake));
        }
    }

    /** Other settings, which hold from now on; what runs goes on. */
    synchronized void apply(Settings next) {
        settings = next;
        gate.set(next.computing(), next.measureWait());
        if (begun) {
            join();
        }
        offersChanged();
    }

    void offersChanged() {
        catalog.changed();
        announcer.changed();
    }

    /** How many more items of a lane can be taken now. */
    private int free(Lane lane) {
        if (draining || !services.serves(lane) || !settings.lanes().contains(lane)) {
            return 0;
        }
        boolean light = lane.equals(Lane.LIGHT);
        long inHand = running.all().stream()
                .filter(item -> item.item().getLane().equals(Lane.LIGHT.id()) == light)
                .count();
        return (int) Math.max(0, (light ? settings.lightItems() : settings.heavyItems()) - inHand);
    }

    /** Takes no more, lets what runs end for a while, hands back the rest. */
    @Override
    public void close() {
        synchronized (this) {
            draining = true; // and so it does not begin any more
        }
        announcer.close();
        try {
            if (!running.awaitNone(settings.drain().toMillis())) {
                LOG.warn("Handing back {} running items.", running.size());
                running.stopAll(StopReason.SHUTDOWN);
                running.awaitNone(5_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.stopAll(StopReason.SHUTDOWN);
        }
        lanes.values().forEach(Subscription::close);
        decisions.close();
        catalog.close();
        schemas.close();
        intake.close();
        timer.shutdownNow();
    }
}
