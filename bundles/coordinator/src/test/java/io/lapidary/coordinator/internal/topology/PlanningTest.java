package io.lapidary.coordinator.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorType;
import io.lapidary.events.CandidateInfo;
import io.lapidary.events.DecisionInfo;
import io.lapidary.events.DecisionKind;
import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.MeasurementInfo;
import io.lapidary.events.Outcome;
import io.lapidary.events.PipelineInfo;
import io.lapidary.events.Status;
import io.lapidary.events.StepRequest;
import io.lapidary.events.Target;
import io.lapidary.events.WorkItem;
import io.lapidary.events.WorkKind;

class PlanningTest {
    private Rig rig = new Rig();

    @BeforeEach
    void node() {
        rig.node();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private WorkItem question(String id) {
        rig.send(rig.request(id).setTargets(List.of(new Target("cpu", "", Map.of()))));
        var item = rig.oneItem("light");
        assertThat(item.getKind()).isEqualTo(WorkKind.PLAN);
        assertThat(item.getPipeline()).isNull();
        return item;
    }

    private static PipelineInfo pipeline(String... techniques) {
        var steps = new ArrayList<StepRequest>();
        for (String technique : techniques) {
            steps.add(StepRequest.newBuilder().setTechnique(technique).build());
        }
        return new PipelineInfo(steps, List.of(new Target("cpu", "", Map.of())), "worth a try");
    }

    private void decide(WorkItem question, DecisionKind kind, List<PipelineInfo> pipelines, Integer... numbers) {
        rig.complete(rig.completion(question, Outcome.PLANNED)
                .setDecision(new DecisionInfo(kind, "search", "because", pipelines, List.of(numbers))));
    }

    private void succeed(WorkItem item, long bytes) {
        var measured = MeasurementInfo.newBuilder()
                .setBytes(bytes)
                .setZippedBytes(bytes)
                .build();
        rig.complete(rig.completion(item, Outcome.SUCCEEDED)
                .setEvaluations(List.of(EvaluationInfo.newBuilder()
                        .setOriginal(measured)
                        .setResult(measured)
                        .build())));
    }

    @Test
    void aPlannerThatAsksThreeTimes() {
        var first = question("a");
        assertThat(first.getRound()).isZero();
        assertThat(first.getCandidates()).isEmpty();

        decide(first, DecisionKind.RUN, List.of(pipeline("float16"), pipeline("prune", "float16")));
        var light = rig.oneItem("light");
        var train = rig.oneItem("train");
        assertThat(light.getWorkId()).isEqualTo("a/0");
        assertThat(light.getKind()).isEqualTo(WorkKind.RUN);
        assertThat(light.getPipeline().getSteps().get(0).getJar()).isEqualTo(Offers.FLOAT16.getJar());
        assertThat(train.getWorkId()).isEqualTo("a/1");
        succeed(light, 100);
        assertThat(rig.work("light")).isEmpty();
        rig.fail(train, "corrupt-model", ErrorType.MODEL);

        var second = rig.oneItem("light");
        assertThat(second.getKind()).isEqualTo(WorkKind.PLAN);
        assertThat(second.getRound()).isEqualTo(1);
        assertThat(second.getAttempt()).isEqualTo(2);
        assertThat(second.getCandidates()).extracting(CandidateInfo::getNumber).containsExactly(0, 1);
        assertThat(second.getCandidates()
                        .get(0)
                        .getEvaluations()
                        .get(0)
                        .getResult()
                        .getBytes())
                .isEqualTo(100);
        assertThat(second.getCandidates().get(1).getFailure().getCode()).isEqualTo("corrupt-model");

        decide(first, DecisionKind.UNSATISFIED, List.of()); // of the round before: too late
        assertThat(rig.results()).isEmpty();
        decide(second, DecisionKind.RUN, List.of(pipeline("prune")));
        var third = rig.oneItem("train");
        assertThat(third.getWorkId()).isEqualTo("a/2");
        succeed(third, 50);

        var last = rig.oneItem("light");
        assertThat(last.getRound()).isEqualTo(2);
        assertThat(last.getCandidates()).hasSize(3);
        decide(last, DecisionKind.PUBLISH, List.of(), 2);
        var result = rig.oneResult();
        assertThat(result.getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.getPlan().getPlanner()).isEqualTo("search");
        assertThat(result.getPlan().getSteps())
                .extracting(StepRequest::getTechnique)
                .containsExactly("prune");
        assertThat(result.getEvaluations()).hasSize(1);
        assertThat(result.getEvaluations().get(0).getResult().getBytes()).isEqualTo(50);

        var events = rig.events();
        assertThat(events)
                .filteredOn(e -> e.getType() == LifecycleType.WAITING)
                .extracting(LifecycleEvent::getFraction)
                .containsExactly(0.0, 0.5, 2 / 3.0);
        for (String key : List.of("a 0", "a 1", "a 2", "a 3", "a/0 1", "a/1 1", "a/2 1")) {
            var sequences = events.stream()
                    .filter(e -> (e.getWorkId() + " " + e.getAttempt()).equals(key))
                    .map(LifecycleEvent::getSequence)
                    .toList();
            assertThat(sequences).as(key).isNotEmpty();
            for (int i = 0; i < sequences.size(); i++) {
                assertThat(sequences.get(i)).as(key).isEqualTo(i + 1L);
            }
        }
    }

    @Test
    void candidatesAreTriedAgainByThemselvesAndKeepTheirParentWaiting() {
        decide(question("a"), DecisionKind.RUN, List.of(pipeline("float16")));
        rig.fail(rig.oneItem("light"), "engine-died", ErrorType.EXTERNAL);
        assertThat(rig.work("light")).isEmpty();
        rig.liveFor(Duration.ofSeconds(2));
        var again = rig.oneItem("light");
        assertThat(again.getWorkId()).isEqualTo("a/0");
        assertThat(again.getAttempt()).isEqualTo(2);
        succeed(again, 1);
        assertThat(rig.oneItem("light").getKind()).isEqualTo(WorkKind.PLAN);
    }

    @Test
    void aCandidateThatCompletesTwiceAsksOnce() {
        decide(question("a"), DecisionKind.RUN, List.of(pipeline("float16"), pipeline("prune")));
        var light = rig.oneItem("light");
        var train = rig.oneItem("train");
        succeed(light, 1);
        succeed(light, 2);
        assertThat(rig.work("light")).isEmpty();
        succeed(train, 3);
        var next = rig.oneItem("light");
        succeed(light, 4);
        succeed(train, 5);
        assertThat(rig.work("light")).isEmpty();
        assertThat(next.getCandidates()
                        .get(0)
                        .getEvaluations()
                        .get(0)
                        .getResult()
                        .getBytes())
                .isEqualTo(1);
        decide(next, DecisionKind.PUBLISH, List.of(), 1);
        assertThat(rig.oneResult().getEvaluations().get(0).getResult().getBytes())
                .isEqualTo(3);
    }

    @Test
    void cancelledWhileItWaitsForCandidates() {
        decide(question("a"), DecisionKind.RUN, List.of(pipeline("float16"), pipeline("prune")));
        var light = rig.oneItem("light");
        rig.cancel("a");
        assertThat(rig.oneResult().getStatus()).isEqualTo(Status.CANCELLED);
        succeed(light, 1);
        rig.liveFor(Duration.ofMinutes(3));
        assertThat(rig.work("light")).isEmpty();
        assertThat(rig.results()).isEmpty();
    }

    @Test
    void survivesARestartWhileItWaits() {
        decide(question("a"), DecisionKind.RUN, List.of(pipeline("float16"), pipeline("prune")));
        var light = rig.oneItem("light");
        var train = rig.oneItem("train");
        succeed(light, 7);
        rig = rig.restarted();
        rig.node();
        rig.succeed(train);
        var next = rig.oneItem("light");
        assertThat(next.getRound()).isEqualTo(1);
        assertThat(next.getCandidates()
                        .get(0)
                        .getEvaluations()
                        .get(0)
                        .getResult()
                        .getBytes())
                .isEqualTo(7);
    }

    @Test
    void publishesWhatWasToBeRunAndPublished() {
        var web = new PipelineInfo(
                pipeline("float16").getSteps(), List.of(new Target("web", "", Map.of())), "for the web");
        decide(question("a"), DecisionKind.RUN_AND_PUBLISH, List.of(pipeline("float16"), web));
        var items = rig.work("light");
        assertThat(items).extracting(WorkItem::getWorkId).containsExactly("a/0", "a/1");
        items.forEach(rig::succeed);
        var result = rig.oneResult();
        assertThat(result.getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.getPlan().getTargets()).extracting(Target::getBackend).containsExactly("cpu", "web");
        assertThat(rig.work("light")).isEmpty();
    }

    @Test
    void answersWithThePlanAlone() {
        rig.send(rig.request("a", "float16").setPlanOnly(true));
        var item = rig.oneItem("light");
        assertThat(item.getKind()).isEqualTo(WorkKind.PLAN);
        decide(item, DecisionKind.RUN_AND_PUBLISH, List.of(pipeline("float16")));
        var result = rig.oneResult();
        assertThat(result.getStatus()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.getPlan().getSteps())
                .extracting(StepRequest::getTechnique)
                .containsExactly("float16");
        assertThat(rig.work("light")).isEmpty();
    }

    @Test
    void unsatisfiedSaysWhy() {
        decide(question("a"), DecisionKind.UNSATISFIED, List.of());
        var result = rig.oneResult();
        assertThat(result.getStatus()).isEqualTo(Status.UNSATISFIED);
        assertThat(result.getPlan().getReason()).isEqualTo("because");
    }

    @Test
    void aCandidateThatNobodyCanRunIsOneThatFailed() {
        decide(question("a"), DecisionKind.RUN, List.of(pipeline("nonsense")));
        var next = rig.oneItem("light");
        assertThat(next.getRound()).isEqualTo(1);
        assertThat(next.getCandidates().get(0).getFailure().getCode()).isEqualTo("unknown-technique");
    }

    @Test
    void aPlannerThatNeverDecidesIsStopped() {
        var item = question("a");
        for (int round = 0; round < 10; round++) {
            decide(item, DecisionKind.RUN, List.of(pipeline("nonsense")));
            item = rig.oneItem("light");
        }
        decide(item, DecisionKind.RUN, List.of(pipeline("nonsense")));
        var result = rig.oneResult();
        assertThat(result.getStatus()).isEqualTo(Status.FAILED);
        assertThat(result.getErrors().get(0).getMessage()).contains("'search'", "10 rounds");
    }

    @Test
    void aPlannerThatChoosesWhatFailedIsAtFault() {
        decide(question("a"), DecisionKind.RUN, List.of(pipeline("nonsense")));
        decide(rig.oneItem("light"), DecisionKind.PUBLISH, List.of(), 0);
        assertThat(rig.oneResult().getErrors().get(0).getCode()).isEqualTo("plugin-failed");
    }
}
