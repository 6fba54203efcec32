package io.lapidary.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.pipeline.Step;
import io.lapidary.api.planner.Decision;
import io.lapidary.api.planner.PipelineCheck;
import io.lapidary.api.planner.Planner;
import io.lapidary.api.planner.PlanningRequest;

/** Planners that break one clause each, by the name of the test that must fail. */
final class BrokenPlanners {
    private static final AtomicInteger CALLS = new AtomicInteger();

    private BrokenPlanners() {}

    static Map<String, Supplier<Planner>> all() {
        var all = new LinkedHashMap<String, Supplier<Planner>>();
        all.put("theIdIsTheSameAtEveryCall", Restless::new);
        all.put("theSameQuestionGetsTheSameAnswer", Fickle::new);
        all.put("itComesToAnEnd", Endless::new);
        all.put("versionsArePinned", Loose::new);
        all.put("pipelinesCanRun", Careless::new);
        all.put("targetsAreThoseAskedFor", Stray::new);
        all.put("reasonsAreGiven", Mute::new);
        all.put("whatIsPublishedWasRun", Inventive::new);
        all.put("nothingIsRunTwice", Repeating::new);
        all.put("refusalsAreClear", Unclear::new);
        return all;
    }

    private static final class Restless extends AskingPlanner {
        @Override
        public String id() {
            return "asking" + CALLS.incrementAndGet();
        }
    }

    private static final class Fickle extends AskingPlanner {
        @Override
        String reason(String words) {
            return words + " " + CALLS.incrementAndGet();
        }
    }

    private static final class Endless extends AskingPlanner {
        @Override
        List<Step> steps(PipelineCheck check, PlanningRequest request, int round) throws LapidaryException {
            return Collections.nCopies(round + 1, super.steps(check, request, 0).get(0));
        }

        @Override
        Decision publish(PlanningRequest request) throws LapidaryException {
            int round = request.evaluated().size();
            return new Decision.Run(List.of(candidate(request, round)), reason("Round " + round + "."));
        }
    }

    private static final class Loose extends AskingPlanner {
        @Override
        List<Step> steps(PipelineCheck check, PlanningRequest request, int round) throws LapidaryException {
            return super.steps(check, request, round).stream()
                    .map(step -> new Step(step.technique(), Optional.empty(), step.parameters()))
                    .toList();
        }
    }

    private static final class Careless extends AskingPlanner {
        @Override
        List<Step> steps(PipelineCheck check, PlanningRequest request, int round) {
            return List.of(new Step("halving", Optional.of("1.10.0"), Map.of("bits", Integer.toString(17 + round))));
        }
    }

    private static final class Stray extends AskingPlanner {
        @Override
        TargetProfile target(PlanningRequest request) {
            return new TargetProfile("desk", "fast", Map.of());
        }
    }

    private static final class Mute extends AskingPlanner {
        @Override
        String reason(String words) {
            return " ";
        }
    }

    private static final class Inventive extends AskingPlanner {
        @Override
        Decision publish(PlanningRequest request) {
            return new Decision.Publish(List.of(request.evaluated().size()), "It would be the smallest.");
        }
    }

    private static final class Repeating extends AskingPlanner {
        @Override
        int bits(int round) {
            return 8;
        }
    }

    private static final class Unclear extends AskingPlanner {
        @Override
        public boolean answers(PlanningRequest request) {
            return true;
        }

        @Override
        public Decision plan(PlanningRequest request) throws LapidaryException {
            if (!request.steps().isEmpty()) {
                throw unclear();
            }
            return super.plan(request);
        }
    }
}
