package io.lapidary.quantization.calibration;

import java.util.LinkedHashMap;
import java.util.Map;

import io.lapidary.model.Tensor;

/**
 * What samples showed.
 *
 * @param ranges of activations; one with infinite or no numbers has none
 * @param means of activations by index of their last axis, where asked for
 */
public record Calibration(Map<Tensor, ValueRange> ranges, Map<Tensor, double[]> means) {
    static Calibration empty() {
        return new Calibration(new LinkedHashMap<>(), new LinkedHashMap<>());
    }
}
