package io.lapidary.worker.internal.catalog;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.events.CatalogEntry;
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
    private final ScheduledFuture<?> regular;

    public Announcer(
            Supplier<CatalogEntry> offers,
            Envelopes envelopes,
            MessagePublisher publisher,
            ScheduledExecutorService timer) {
        this.offers = offers;
        this.envelopes = envelopes;
        this.publisher = publisher;
        this.timer = timer;
        regular = timer.scheduleAtFixedRate(this::announce, SETTLE_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Something came or went. */
    public void changed() {
        timer.schedule(this::announce, SETTLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void announce() {
        try {
            publish(offers.get());
        } catch (RuntimeException e) {
            LOG.warn("This node's offers were not announced: {}", e.toString());
        }
    }

    private void publish(CatalogEntry entry) {
        publisher
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
        regular.cancel(false);
        publish(CatalogEntry.newBuilder(offers.get()).setLeaving(true).build());
    }
}
