package io.lapidary.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.ModelMeasurement;
import io.lapidary.api.planner.Decision;
import io.lapidary.api.planner.EvaluatedCandidate;
import io.lapidary.api.planner.Planner;
import io.lapidary.api.planner.PlanningRequest;

/**
 * Plays the coordinator to a planner: asks, takes each candidate that it wants run as run, and asks again with the evaluations,
 * until something is published or nothing satisfies. The n-th candidate's package is a little smaller than the one before.
 */
public final class PlannerDriver {
    private static final long ORIGINAL_BYTES = 100_000;
    private static final double SHRINKS = 0.9;

    private final Planner planner;
    private final int rounds;

    /** @param rounds how often it is asked at most */
    public PlannerDriver(Planner planner, int rounds) {
        this.planner = planner;
        this.rounds = rounds;
    }

    /** A question and its answer. */
    public record Turn(PlanningRequest question, Decision answer) {
        /** Whether no further question follows. */
        public boolean isLast() {
            return !(answer instanceof Decision.Run);
        }
    }

    /** All turns in order; the last one is final unless the rounds were used up. */
    public List<Turn> play(PlanningRequest first) throws LapidaryException, InterruptedException {
        var turns = new ArrayList<Turn>();
        PlanningRequest question = first;
        while (turns.size() < rounds) {
            Decision answer = planner.plan(question);
            turns.add(new Turn(question, answer));
            if (!(answer instanceof Decision.Run run)) {
                break;
            }
            question = after(question, run);
        }
        return turns;
    }

    private static PlanningRequest after(PlanningRequest question, Decision.Run run) {
        var evaluated = new ArrayList<>(question.evaluated());
        for (Decision.Candidate candidate : run.candidates()) {
            int number = evaluated.size();
            evaluated.add(new EvaluatedCandidate(
                    number, candidate.pipeline(), List.of(), Optional.of(evaluation(number)), Optional.empty()));
        }
        return new PlanningRequest(
                question.model(),
                question.traits(),
                question.steps(),
                question.targets(),
                question.data(),
                question.constraints(),
                question.catalog(),
                evaluated);
    }

    private static Evaluation evaluation(int number) {
        return new Evaluation(
                measurement(ORIGINAL_BYTES),
                measurement((long) (ORIGINAL_BYTES * Math.pow(SHRINKS, number + 1))),
                "",
                List.of(),
                0,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                0,
                "",
                Optional.empty(),
                List.of(),
                List.of("There is no test data."),
                List.of());
    }

    private static ModelMeasurement measurement(long bytes) {
        return new ModelMeasurement(
                bytes, bytes, Map.of(), Optional.empty(), OptionalLong.empty(), bytes / 4, 0, Map.of("float32", bytes));
    }
}
