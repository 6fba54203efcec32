package io.lapidary.quantization;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.ComparisonRequest;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.work.WorkContext;

/**
 * How far a model's outputs are from another's, over samples.
 *
 * @param sqnrDb of the output that is furthest, in decibels; infinite if all are equal
 * @param largestError of any output
 * @param noises by output, the error over the signal, in energy; infinite where a number is none any more
 */
public record OutputDifference(double sqnrDb, double largestError, Map<String, Double> noises) {
    public OutputDifference {
        noises = Collections.unmodifiableMap(new TreeMap<>(noises));
    }

    /** Compares the outputs of the first signature. */
    public static OutputDifference between(Path reference, Path candidate, SampleSet samples, WorkContext context)
            throws LapidaryException, InterruptedException {
        var request = new ComparisonRequest(reference, candidate, "", samples, List.of(), Kernels.DEFAULT);
        double sqnr = Double.POSITIVE_INFINITY;
        double largest = 0;
        var noises = new TreeMap<String, Double>();
        try (InterpreterSession session = context.interpreter()) {
            for (var output : session.compare(request).tensors().entrySet()) {
                var difference = output.getValue();
                sqnr = Math.min(sqnr, difference.sqnrDb());
                largest = Math.max(largest, difference.largestError());
                double noise = difference.errorEnergy() == 0 ? 0 : difference.errorEnergy() / difference.signalEnergy();
                noises.put(output.getKey(), Double.isNaN(noise) ? Double.POSITIVE_INFINITY : noise);
            }
        }
        return new OutputDifference(sqnr, largest, noises);
    }

    /** Added up over the outputs. */
    public double noise() {
        return noises.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Adds it to measures; an infinite ratio is left out, the error of 0 says it. */
    public void addTo(Map<String, Double> measures, String name) {
        measures.put(name + "_largest_error", largestError);
        if (Double.isFinite(sqnrDb)) {
            measures.put(name + "_sqnr_db", sqnrDb);
        }
    }
}
