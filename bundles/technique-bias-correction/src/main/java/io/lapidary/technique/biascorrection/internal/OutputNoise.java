package io.lapidary.technique.biascorrection.internal;

import java.nio.file.Path;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.ComparisonRequest;
import io.lapidary.api.engine.ComparisonResult.Difference;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.work.WorkContext;

/** How far models' outputs are from those of the one that is right, over samples. */
record OutputNoise(Path reference, SampleSet samples, WorkContext context) {
    /** The outputs' errors over their signals, in energy, added up; infinite where a number is none any more. */
    double of(Path candidate) throws LapidaryException, InterruptedException {
        var request = new ComparisonRequest(reference, candidate, "", samples, List.of(), Kernels.DEFAULT);
        double sum = 0;
        try (InterpreterSession session = context.interpreter()) {
            for (Difference output : session.compare(request).tensors().values()) {
                sum += output.errorEnergy() == 0 ? 0 : output.errorEnergy() / output.signalEnergy();
            }
        }
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
    }
}
