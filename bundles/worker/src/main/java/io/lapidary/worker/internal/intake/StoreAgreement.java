package io.lapidary.worker.internal.intake;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.events.CatalogEntry;
import io.lapidary.worker.internal.catalog.CatalogView;

/**
 * Keeps a node from working with another store than the nodes that are there: what one made, the others would not find. It is asked
 * again every second, since a node that is gone counts for half a minute.
 */
final class StoreAgreement {
    private static final Logger LOG = LoggerFactory.getLogger(StoreAgreement.class);
    private static final long AGAIN_MILLIS = 1000;

    private final CatalogView catalog;
    private final String storeId;
    private final ScheduledExecutorService timer;
    private final Consumer<Optional<String>> complaints;
    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private boolean said;

    /** @param complaints is told why this node cannot work, and that it can */
    StoreAgreement(
            CatalogView catalog,
            String storeId,
            ScheduledExecutorService timer,
            Consumer<Optional<String>> complaints) {
        this.catalog = catalog;
        this.storeId = storeId;
        this.timer = timer;
        this.complaints = complaints;
    }

    /** Completes, on the timer's thread, when no live node uses another store. */
    CompletionStage<Void> reached() {
        catalog.caughtUp().thenRunAsync(this::look, timer);
        return reached;
    }

    private void look() {
        Optional<CatalogEntry> other = catalog.withAnotherStore();
        if (other.isEmpty()) {
            complaints.accept(Optional.empty());
            reached.complete(null);
            return;
        }
        String sentence = sentence(other.get());
        if (!said) {
            said = true;
            LOG.error("{}", sentence);
            complaints.accept(Optional.of(sentence));
        }
        timer.schedule(this::look, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private String sentence(CatalogEntry other) {
        return "This node's store " + storeId + " is not the store " + other.getStoreId() + " that the node '"
                + other.getNode() + "' uses, and nodes of one cluster share one store. Set root in"
                + " configs/io.lapidary.store.cfg to the same folder on every node.";
    }
}
