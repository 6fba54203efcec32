package io.lapidary.api.planner;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.pipeline.Pipeline;
import io.lapidary.api.pipeline.StepOutcome;

/**
 * A candidate that was run.
 *
 * @param number 0, 1, 2 ... over all rounds: how a decision names it
 * @param pipeline what was run
 * @param steps what became of each
 * @param evaluation of its package; empty if it failed
 * @param failure why it failed; empty if it did not
 */
public record EvaluatedCandidate(
        int number,
        Pipeline pipeline,
        List<StepOutcome> steps,
        Optional<Evaluation> evaluation,
        Optional<ErrorCode> failure) {
    public EvaluatedCandidate {
        Objects.requireNonNull(pipeline, "pipeline");
        steps = List.copyOf(steps);
        Objects.requireNonNull(evaluation, "evaluation");
        Objects.requireNonNull(failure, "failure");
    }
}
