package io.lapidary.evaluation.internal.metric.detection;

import java.nio.ByteBuffer;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.evaluation.internal.metric.MetricErrors;

/** Reads detections out of a model's outputs. */
interface DetectionOutputs {
    /** The detections of a sample; those with a score of 0, which fill up the outputs, are not among them. */
    List<Detection> read(List<ByteBuffer> outputs);

    /** @throws LapidaryException of code data-mismatch if there are no detections in outputs of these shapes */
    static DetectionOutputs of(String metric, List<TensorSpec> outputs) throws LapidaryException {
        return DetectionRows.of(outputs)
                .or(() -> DetectionTables.of(outputs))
                .orElseThrow(() -> MetricErrors.mismatch(
                        metric,
                        "outputs are " + outputs
                                + " (of one sample), not boxes [N, 4], classes [N] and scores [N], nor [N, 6]",
                        "It needs boxes [N, 4], classes [N], scores [N] and perhaps their number, or one output [N, 6] of"
                                + " box, score and class."));
    }
}
