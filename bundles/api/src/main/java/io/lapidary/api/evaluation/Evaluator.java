package io.lapidary.api.evaluation;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.work.WorkContext;

/** Measures a package, opened again, against the original. A service. */
public interface Evaluator {
    /**
     * Asked before any work: whether what a request names as its task can be measured.
     *
     * @param task as the request names it; empty for the one that the evaluation finds out
     * @throws LapidaryException of code unknown-metric if no metric is offered for it
     */
    default void requireTask(String task) throws LapidaryException {}

    Evaluation evaluate(EvaluationRequest request, WorkContext context) throws LapidaryException, InterruptedException;
}
