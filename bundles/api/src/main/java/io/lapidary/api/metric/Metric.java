package io.lapidary.api.metric;

import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.TensorSpec;

/** One way to say how good outputs are. Register it as an OSGi service; nothing else has to know of it. */
public interface Metric {
    MetricDescriptor descriptor();

    /**
     * Begins to measure one model.
     *
     * @param outputs the model's outputs, one sample's type (float32 where they were quantized) and shape
     * @param targets the labels' type and shape, if the data is labelled
     * @throws LapidaryException of code data-mismatch if this metric cannot be taken of such outputs and targets
     */
    MetricAccumulator start(List<TensorSpec> outputs, Optional<TensorSpec> targets) throws LapidaryException;
}
