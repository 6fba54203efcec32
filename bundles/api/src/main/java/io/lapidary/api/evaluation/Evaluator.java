package io.lapidary.api.evaluation;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.work.WorkContext;

/** Measures a package, opened again, against the original. A service. */
public interface Evaluator {
    Evaluation evaluate(EvaluationRequest request, WorkContext context) throws LapidaryException, InterruptedException;
}
