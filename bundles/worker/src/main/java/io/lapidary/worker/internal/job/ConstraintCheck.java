package io.lapidary.worker.internal.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.pipeline.Constraints;
import io.lapidary.api.work.Finding;

/** Holds what was measured on a package against what the request asks. */
final class ConstraintCheck {
    static final String UNSATISFIED = "constraint-unsatisfied";

    private ConstraintCheck() {}

    /** Refuses constraints that could not be verified, before any work. */
    static void requireMeasurable(Constraints constraints, boolean evaluate, boolean testData)
            throws LapidaryException {
        boolean any = !constraints.equals(Constraints.NONE);
        if (any && !evaluate && !constraints.equals(onlyObjective(constraints))) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_REQUEST,
                    "The request has constraints and turns evaluation off, so they could not be verified.",
                    "Leave evaluation on, or the constraints out.");
        }
        if (constraints.maxAccuracyDrop().isPresent() && !testData) {
            throw new LapidaryException(
                    ErrorCodes.MISSING_DATA,
                    "max_accuracy_drop is asked for, and the request has no test data to measure it with.",
                    "Name labelled data: --test DATA, or 'test' in the request's data.");
        }
    }

    private static Constraints onlyObjective(Constraints constraints) {
        var none = Constraints.NONE;
        return new Constraints(
                none.maxAccuracyDrop(), none.maxBytes(), none.maxLatencyMicros(), constraints.objective());
    }

    /** One finding per constraint that does not hold; none if all do. */
    static List<Finding> violations(Constraints constraints, Evaluation evaluation) {
        var violations = new ArrayList<Finding>();
        constraints.maxBytes().ifPresent(max -> {
            long bytes = evaluation.result().bytes();
            if (bytes > max) {
                violations.add(violation("max_bytes", Bytes.text(bytes), Bytes.text(max)));
            }
        });
        constraints
                .maxLatencyMicros()
                .ifPresent(max -> evaluation
                        .result()
                        .latency()
                        .ifPresentOrElse(
                                latency -> {
                                    if (latency.p50() > max) {
                                        violations.add(violation("max_latency_us", micros(latency.p50()), micros(max)));
                                    }
                                },
                                () -> violations.add(unmeasured("max_latency_us", micros(max)))));
        constraints.maxAccuracyDrop().ifPresent(max -> {
            var drop = evaluation.accuracyDrop();
            if (drop.isEmpty()) {
                violations.add(unmeasured("max_accuracy_drop", share(max)));
            } else if (drop.getAsDouble()
                    > max + 1e-12) { // a drop of exactly the limit, summed in floating point, holds
                violations.add(violation(
                        "max_accuracy_drop",
                        "a drop of " + share(drop.getAsDouble()) + " in "
                                + evaluation.primaryMetric().orElseThrow().id(),
                        share(max)));
            }
        });
        return violations;
    }

    private static Finding violation(String name, String found, String asked) {
        return Finding.warning(
                UNSATISFIED, name, "Asked was " + name + " of at most " + asked + ", measured is " + found + ".");
    }

    /** What nobody measured does not hold. */
    private static Finding unmeasured(String name, String asked) {
        return Finding.warning(
                UNSATISFIED,
                name,
                "Asked was " + name + " of at most " + asked
                        + ", but it was not measured, so it does not hold; the evaluation says why under 'unmeasured'.");
    }

    private static String micros(double value) {
        return String.format(Locale.ROOT, "%.1f us", value);
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
