package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.pipeline.Step;
import io.lapidary.api.planner.Decision;
import io.lapidary.api.planner.EvaluatedCandidate;
import io.lapidary.api.planner.PipelineCheck;
import io.lapidary.api.planner.Planner;
import io.lapidary.api.planner.PlanningRequest;
import io.lapidary.contract.PlannerDriver.Turn;

/** What holds of every planner, clause by clause. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PlannerContractTest {
    private Path folder;

    /** The planner that is tested. */
    protected abstract Planner planner();

    /** How many rounds it may take. */
    protected int rounds() {
        return 50;
    }

    /**
     * Questions for it: {@link PlanningRequests#all}, if not overridden. Those that it does not answer, or refuses clearly, are
     * let pass, but not all of them.
     */
    protected List<PlanningRequest> requests(Path into) throws Exception {
        return PlanningRequests.all(into);
    }

    @BeforeAll
    final void prepare(@TempDir Path root) {
        folder = root;
    }

    @Test
    final void theIdIsTheSameAtEveryCall() {
        Planner planner = planner();
        assertThat(planner.id()).isNotBlank().isEqualTo(planner.id());
        assertThat(planner().id()).as("of another instance").isEqualTo(planner.id());
    }

    @Test
    final void theSameQuestionGetsTheSameAnswer() throws Exception {
        for (List<Turn> conversation : conversations()) {
            Planner same = planner();
            for (Turn turn : conversation) {
                assertThat(same.plan(turn.question())).isEqualTo(turn.answer());
                assertThat(same.plan(turn.question())).as("asked again").isEqualTo(turn.answer());
                assertThat(planner().plan(turn.question()))
                        .as("of another instance")
                        .isEqualTo(turn.answer());
            }
        }
    }

    @Test
    final void itComesToAnEnd() throws Exception {
        for (List<Turn> conversation : conversations()) {
            assertThat(conversation.get(conversation.size() - 1).isLast())
                    .as("it decided after " + conversation.size() + " rounds")
                    .isTrue();
        }
    }

    @Test
    final void versionsArePinned() throws Exception {
        for (Turn turn : turns()) {
            for (Decision.Candidate candidate : candidates(turn.answer())) {
                for (Step step : candidate.pipeline().steps()) {
                    assertThat(step.version())
                            .as("version of " + step.technique())
                            .isPresent();
                    assertThat(turn.question().catalog().technique(step.technique(), step.version()))
                            .as(step + " is in the catalog")
                            .isPresent();
                }
            }
        }
    }

    @Test
    final void pipelinesCanRun() throws Exception {
        for (Turn turn : turns()) {
            var check =
                    new PipelineCheck(turn.question().catalog(), turn.question().data());
            for (Decision.Candidate candidate : candidates(turn.answer())) {
                check.pin(candidate.pipeline().steps(), turn.question().traits());
            }
        }
    }

    @Test
    final void targetsAreThoseAskedFor() throws Exception {
        for (Turn turn : turns()) {
            var check =
                    new PipelineCheck(turn.question().catalog(), turn.question().data());
            var asked = new ArrayList<TargetProfile>();
            for (TargetProfile target : turn.question().targets()) {
                asked.add(check.resolve(target));
            }
            List<TargetProfile> given = candidates(turn.answer()).stream()
                    .map(candidate -> candidate.pipeline().target())
                    .toList();
            assertThat(asked).containsAll(given);
            if (turn.answer() instanceof Decision.RunAndPublish) {
                assertThat(given).as("one pipeline per target").containsExactlyElementsOf(asked);
            }
        }
    }

    @Test
    final void reasonsAreGiven() throws Exception {
        for (Turn turn : turns()) {
            assertThat(turn.answer().reason()).as("reason of " + turn.answer()).isNotBlank();
            for (Decision.Candidate candidate : candidates(turn.answer())) {
                assertThat(candidate.reason()).as("reason of " + candidate).isNotBlank();
            }
        }
    }

    @Test
    final void whatIsPublishedWasRun() throws Exception {
        for (Turn turn : turns()) {
            if (turn.answer() instanceof Decision.Publish publish) {
                List<Integer> sound = turn.question().evaluated().stream()
                        .filter(candidate -> candidate.evaluation().isPresent())
                        .map(EvaluatedCandidate::number)
                        .toList();
                assertThat(sound).as("candidates that were evaluated").containsAll(publish.numbers());
                assertThat(publish.numbers()).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    final void nothingIsRunTwice() throws Exception {
        for (Turn turn : turns()) {
            if (turn.answer() instanceof Decision.Run run) {
                var pipelines = new ArrayList<>(run.candidates().stream()
                        .map(Decision.Candidate::pipeline)
                        .toList());
                turn.question().evaluated().forEach(candidate -> pipelines.add(candidate.pipeline()));
                assertThat(pipelines).as("pipelines run so far and asked for").doesNotHaveDuplicates();
            }
        }
    }

    @Test
    final void refusalsAreClear() throws Exception {
        for (PlanningRequest request : requests(folder)) {
            if (planner().answers(request)) {
                try {
                    planner().plan(request);
                } catch (LapidaryException e) {
                    assertThat(e.type().refuses())
                            .as(e.code() + " is the request's or the model's fault")
                            .isTrue();
                    Refusals.requireClear(e);
                }
            }
        }
    }

    private List<Turn> turns() throws Exception {
        return conversations().stream().flatMap(List::stream).toList();
    }

    private List<List<Turn>> conversations() throws Exception {
        var conversations = new ArrayList<List<Turn>>();
        for (PlanningRequest request : requests(folder)) {
            if (planner().answers(request)) {
                play(request).forEach(conversations::add);
            }
        }
        assertThat(conversations)
                .as("requests that the planner takes; override requests() to give some")
                .isNotEmpty();
        return conversations;
    }

    private Stream<List<Turn>> play(PlanningRequest request) throws InterruptedException {
        try {
            return Stream.of(new PlannerDriver(planner(), rounds()).play(request));
        } catch (LapidaryException e) {
            // Whether it is a clear refusal is another clause's matter.
            return Stream.empty();
        }
    }

    private static List<Decision.Candidate> candidates(Decision decision) {
        if (decision instanceof Decision.Run run) {
            return run.candidates();
        } else if (decision instanceof Decision.RunAndPublish run) {
            return run.pipelines();
        }
        return List.of();
    }
}
