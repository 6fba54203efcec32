package io.lapidary.worker.internal.catalog;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.codec.Copies;
import io.lapidary.events.codec.Envelopes;
import io.lapidary.events.codec.Topics;

/** Announces what this node offers: every few seconds, and at once when it changes. */
public final class Announcer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final long INTERVAL_MILLIS = 5_000;
    /** Several bundles that come at once are announced once. */
    private static final long SETTLE_MILLIS = 200;

    private final Supplier<CatalogEntry> offers;
    private final Envelopes envelopes;
    private final MessagePublisher publisher;
    private final ScheduledExecutorService timer;
    private volatile Optional<ScheduledFuture<?>> regular = Optional.empty();

    public Announcer(
            Supplier<CatalogEntry> offers,
            Envelopes envelopes,
            MessagePublisher publisher,
            ScheduledExecutorService timer) {
        this.offers = offers;
        this.envelopes = envelopes;
        this.publisher = publisher;
        this.timer = timer;
    }

    /** Until then, this node is none of the cluster's. */
    public void begin() {
        regular = Optional.of(
                timer.scheduleAtFixedRate(this::announce, SETTLE_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Something came or went; of no interest any more once this is closed. */
    public void changed() {
        if (regular.isPresent()) {
            timer.schedule(this::announce, SETTLE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Announces what there is now; completes once that, or a later announcement, can be read by others. */
    public CompletionStage<Void> announceNow() {
        var readable = new CompletableFuture<Void>();
        timer.execute(() -> announceUntil(readable));
        return readable;
    }

    private void announceUntil(CompletableFuture<Void> readable) {
        announce().whenComplete((done, failure) -> {
            if (failure == null) {
                readable.complete(null);
            } else if (!timer.isShutdown()) {
                timer.schedule(() -> announceUntil(readable), INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }

    private CompletionStage<Void> announce() {
        try {
            return publish(offers.get());
        } catch (RuntimeException e) {
            LOG.warn("This node's offers were not announced: {}", e.toString());
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<Void> publish(CatalogEntry entry) {
        return publisher
                .publish(envelopes.wrap(Topics.CATALOG, entry.getNode(), entry))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("This node's offers were not announced: {}", failure.getMessage());
                    }
                });
    }

    /** Says that this node takes no more work. */
    @Override
    public void close() {
        if (regular.isPresent()) {
            regular.get().cancel(false);
            regular = Optional.empty();
            CatalogEntry last = Copies.shallow(offers.get(), new CatalogEntry());
            last.setLeaving(true);
            publish(last);
        }
    }
}
