package io.lapidary.worker.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.node.Refusal;
import io.lapidary.api.planner.Decision;
import io.lapidary.api.planner.Planner;
import io.lapidary.api.planner.PlanningRequest;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.DecisionKind;
import io.lapidary.events.Outcome;
import io.lapidary.events.RefusalInfo;
import io.lapidary.events.WorkItem;
import io.lapidary.events.WorkKind;
import io.lapidary.events.codec.Topics;

/** What a node answers besides work: plans, and what it offers. */
class PlansAndOffersTest extends WorkerFixture {
    @Test
    void answersAPlanWithWhatThePlannerDecided() throws Exception {
        rig.planners.add(0, new Planner() {
            @Override
            public String id() {
                return "hopeless";
            }

            @Override
            public boolean answers(PlanningRequest request) {
                return request.steps().isEmpty();
            }

            @Override
            public Decision plan(PlanningRequest request) throws LapidaryException {
                return new Decision.Unsatisfied("Nothing would do for " + request.traits() + ".");
            }
        });
        rig.start();
        WorkItem item = WorkerRig.item("a", rig.model(1).uri());
        item.setKind(WorkKind.PLAN);
        rig.send(item);

        var done = rig.completion("a");

        assertThat(done.getOutcome()).isEqualTo(Outcome.PLANNED);
        assertThat(done.getDecision().getKind()).isEqualTo(DecisionKind.UNSATISFIED);
        assertThat(done.getDecision().getPlanner()).isEqualTo("hopeless");
        assertThat(done.getDecision().getReason()).contains("float-weights");
    }

    @Test
    void announcesWhatItOffers() throws Exception {
        rig.refusals.add(new Refusal("deploy/a.jar", "it exports packages"));
        rig.start();
        // Who is told that the node is ready finds its offers without waiting.
        rig.ready().toCompletableFuture().get(WorkerRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);

        CatalogEntry entry = rig.read(Topics.CATALOG, CatalogEntry.class).get(0);

        assertThat(entry.getTechniques())
                .singleElement()
                .satisfies(t -> assertThat(t.getId()).isEqualTo("float16"));
        assertThat(entry.getBackends())
                .singleElement()
                .satisfies(b -> assertThat(b.getId()).isEqualTo("cpu"));
        assertThat(entry.getLanes()).containsExactly("light");
        assertThat(entry.getStoreId()).isEqualTo(rig.store.id());
        assertThat(entry.getPlanners()).containsExactly("explicit");
        assertThat(entry.getRefused()).containsExactly(new RefusalInfo("deploy/a.jar", "it exports packages"));
    }

    @Test
    void aWorkerThatBeginsAnewWithinItsNodeTellsWhenTheNodeBegan() throws Exception {
        long before = System.currentTimeMillis();
        rig.start();
        rig.ready().toCompletableFuture().get(WorkerRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        rig.stop();
        rig.start();
        rig.ready().toCompletableFuture().get(WorkerRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);

        var told = rig.read(Topics.CATALOG, CatalogEntry.class);
        assertThat(told).extracting(CatalogEntry::getLeaving).contains(true).endsWith(false);
        assertThat(told)
                .extracting(CatalogEntry::getStartedAt)
                .containsOnly(told.get(0).getStartedAt());
        assertThat(told.get(0).getStartedAt()).isLessThan(before);
    }

    @Test
    void pluginsThatGoWithAWorkerThatHasStoppedAreNoNews() throws Exception {
        rig.start();
        rig.ready().toCompletableFuture().get(WorkerRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        rig.stop();
        var told = rig.read(Topics.CATALOG, CatalogEntry.class);
        assertThat(told.get(told.size() - 1).getLeaving()).isTrue();

        rig.offersChanged(); // else whoever stops the worker would not get to what it has to close next

        assertThat(rig.read(Topics.CATALOG, CatalogEntry.class)).hasSameSizeAs(told);
    }
}
