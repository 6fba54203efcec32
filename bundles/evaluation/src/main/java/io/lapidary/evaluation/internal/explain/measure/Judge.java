package io.lapidary.evaluation.internal.explain.measure;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.metric.MetricDescriptor;
import io.lapidary.evaluation.internal.sample.SampleRun;

/** Says how good a model's outputs are beside the original's. */
@FunctionalInterface
public interface Judge {
    Judgement judge(SampleRun run) throws LapidaryException, InterruptedException;

    /**
     * @param metrics id to value
     * @param primary the metric that the task goes by, if it was measured
     * @param sqnrDb of the outputs
     */
    record Judgement(Map<String, Double> metrics, Optional<MetricDescriptor> primary, OptionalDouble sqnrDb) {}
}
