package io.lapidary.worker.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.lapidary.events.CatalogEntry;
import io.lapidary.events.codec.Topics;

class StoreAgreementTest extends WorkerFixture {
    private CatalogEntry.Builder other(String storeId) {
        long now = System.currentTimeMillis();
        return CatalogEntry.newBuilder()
                .setNode("other")
                .setPlatformVersion("0.1.0")
                .setStoreId(storeId)
                .setLanes(List.of("light"))
                .setTechniques(List.of())
                .setBackends(List.of())
                .setCores(1)
                .setMemoryBytes(1)
                .setStartedAt(now)
                .setAnnouncedAt(now);
    }

    private void announce(CatalogEntry.Builder entry) {
        rig.send(Topics.CATALOG, entry.getNode(), entry.build());
    }

    private boolean isAnnounced() {
        return rig.read(Topics.CATALOG, CatalogEntry.class).stream()
                .anyMatch(entry -> entry.getNode().equals("node-1"));
    }

    @Test
    void doesNotBeginBesideANodeWithAnotherStore() throws Exception {
        announce(other("another-store"));
        rig.start();
        WorkerRig.await("the complaint", () -> !rig.complaints.isEmpty());
        assertThat(rig.complaints)
                .singleElement()
                .asString()
                .contains("'other'", "another-store", rig.store.id(), "io.lapidary.store.cfg");
        assertThat(isAnnounced()).isFalse();
        announce(other("another-store").setLeaving(true));
        WorkerRig.await("its beginning when the other has left", this::isAnnounced);
    }

    @Test
    void beginsBesideNodesWithTheSameStoreAndOnesThatAreLongGone() throws Exception {
        announce(other(rig.store.id()));
        announce(other("another-store").setNode("gone").setAnnouncedAt(1));
        rig.start();
        WorkerRig.await("an announcement", this::isAnnounced);
        assertThat(rig.complaints).isEmpty();
    }
}
