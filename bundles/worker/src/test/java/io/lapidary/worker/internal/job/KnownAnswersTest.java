package io.lapidary.worker.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.lapidary.api.Digest;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.model.Trait;
import io.lapidary.api.pipeline.Constraints;
import io.lapidary.api.pipeline.Step;
import io.lapidary.api.planner.Catalog;
import io.lapidary.api.planner.Decision;
import io.lapidary.api.planner.Planner;
import io.lapidary.api.planner.PlanningRequest;
import io.lapidary.worker.internal.plugin.Callee;
import io.lapidary.worker.internal.plugin.Named;

class KnownAnswersTest {
    private static final PlanningDesk.Answer ANSWER =
            new PlanningDesk.Answer("some", new Decision.Unsatisfied("Nothing would do."));

    private final KnownAnswers known = new KnownAnswers();
    private final List<Named<Planner>> planners = new ArrayList<>(List.of(planner("some")));
    private final Catalog catalog = new Catalog(List.of(), List.of());

    private static Named<Planner> planner(String id) {
        var planner = new Planner() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public boolean answers(PlanningRequest request) {
                return true;
            }

            @Override
            public Decision plan(PlanningRequest request) {
                return ANSWER.decision();
            }
        };
        return new Named<>(id, planner, new Callee(id, id, KnownAnswersTest.class.getClassLoader()));
    }

    private static PlanningRequest request(String content, String value, Catalog catalog) {
        return new PlanningRequest(
                new ModelFile(Path.of(content), Digest.of(content)),
                Set.of(Trait.FLOAT_WEIGHTS),
                List.of(new Step("float16", Optional.empty(), Map.of("name", value))),
                List.of(new TargetProfile("cpu", "", Map.of())),
                Set.of(),
                Constraints.NONE,
                catalog,
                List.of());
    }

    @Test
    void knowsTheAnswerToTheSameQuestion() {
        known.add(request("a", "1", catalog), planners, ANSWER);

        assertThat(known.find(request("a", "1", catalog), planners)).contains(ANSWER);
        assertThat(known.find(request("b", "1", catalog), planners)).isEmpty();
        assertThat(known.find(request("a", "2", catalog), planners)).isEmpty();
    }

    @Test
    void knowsNothingOnceTheCatalogOrThePlannersAreOthers() {
        known.add(request("a", "1", catalog), planners, ANSWER);

        assertThat(known.find(request("a", "1", new Catalog(List.of(), List.of())), planners))
                .isEmpty();
        planners.add(0, planner("other"));
        assertThat(known.find(request("a", "1", catalog), planners)).isEmpty();
    }
}
