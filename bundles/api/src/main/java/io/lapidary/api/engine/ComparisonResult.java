package io.lapidary.api.engine;

import java.util.List;
import java.util.Map;

/**
 * @param tensors tensor name (the reference's) to how far the candidate's is from it
 * @param count samples seen
 */
public record ComparisonResult(Map<String, Difference> tensors, long count) {
    public ComparisonResult {
        tensors = Map.copyOf(tensors);
    }

    /**
     * @param signalEnergy sum of squares of the reference
     * @param errorEnergy sum of squares of the difference
     * @param largestError largest absolute difference
     * @param saturatedShare share of the candidate's elements at an end of their integer range; 0 for float
     * @param shifts by index of the last axis, the mean of the candidate minus the reference; none where that axis is very long
     * @param shiftErrors standard errors of the shifts, by how the samples' own ones spread; very large where one sample was all
     */
    public record Difference(
            double signalEnergy,
            double errorEnergy,
            double largestError,
            double saturatedShare,
            List<Double> shifts,
            List<Double> shiftErrors) {
        public Difference {
            shifts = List.copyOf(shifts);
            shiftErrors = List.copyOf(shiftErrors);
        }

        /** Signal-to-quantization-noise ratio in decibels: 10 log10(signal / error), infinite where nothing differs. */
        public double sqnrDb() {
            return errorEnergy == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signalEnergy / errorEnergy);
        }
    }
}
