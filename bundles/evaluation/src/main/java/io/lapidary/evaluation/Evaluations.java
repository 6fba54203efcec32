package io.lapidary.evaluation;

import java.util.Collection;
import java.util.List;

import io.lapidary.api.dataset.SampleReader;
import io.lapidary.api.evaluation.Evaluator;
import io.lapidary.api.metric.Metric;
import io.lapidary.evaluation.internal.PackageEvaluator;
import io.lapidary.evaluation.internal.metric.Agreement;
import io.lapidary.evaluation.internal.metric.TopAccuracy;

/** Makes evaluators where no service registry does, as in the command line's {@code evaluate}. */
public final class Evaluations {
    private Evaluations() {}

    /**
     * @param reader of test samples
     * @param metrics to measure; of several with one id the last counts
     */
    public static Evaluator evaluator(SampleReader reader, Collection<Metric> metrics) {
        var fixed = List.copyOf(metrics);
        return new PackageEvaluator(reader, () -> fixed);
    }

    /** The metrics that come with the platform: top1, top5 and agreement. */
    public static List<Metric> standardMetrics() {
        return List.of(TopAccuracy.top1(), TopAccuracy.top5(), new Agreement());
    }
}
