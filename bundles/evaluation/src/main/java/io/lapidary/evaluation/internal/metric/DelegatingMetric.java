package io.lapidary.evaluation.internal.metric;

import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.metric.Metric;
import io.lapidary.api.metric.MetricAccumulator;
import io.lapidary.api.metric.MetricDescriptor;
import io.lapidary.api.tensor.TensorSpec;

/** Gives a metric a class of its own, since a service component needs one. */
abstract class DelegatingMetric implements Metric {
    private final Metric metric;

    DelegatingMetric(Metric metric) {
        this.metric = metric;
    }

    @Override
    public final MetricDescriptor descriptor() {
        return metric.descriptor();
    }

    @Override
    public final MetricAccumulator start(List<TensorSpec> outputs, Optional<TensorSpec> targets)
            throws LapidaryException {
        return metric.start(outputs, targets);
    }
}
