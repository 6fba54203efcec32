package io.lapidary.technique.dynamicrange.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.ComparisonRequest;
import io.lapidary.api.engine.ComparisonResult.Difference;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.Kernels;
import io.lapidary.contract.RandomSamples;
import io.lapidary.contract.SharedEngine;
import io.lapidary.model.TfliteReader;

/** Compares a converted model with the float one in the interpreter. */
final class Kernel {
    private static final EngineLimits LIMITS = new EngineLimits(1L << 30, Duration.ofMinutes(2), 1);
    private static final int SAMPLES = 20;

    private Kernel() {}

    /** How far each output is off, over random samples. */
    static Map<String, Difference> differences(Converted converted, Kernels kernels, Path folder) throws Exception {
        Path given = Files.createDirectories(folder.resolve("samples"));
        SampleSet samples = new RandomSamples(3, SAMPLES, given)
                .of(TfliteReader.read(converted.before()).main().inputs());
        return differences(converted, kernels, samples, "");
    }

    static Map<String, Difference> differences(
            Converted converted, Kernels kernels, SampleSet samples, String signature) throws Exception {
        try (var session = SharedEngine.get().open(LIMITS)) {
            return session.compare(new ComparisonRequest(
                            converted.before(), converted.after(), signature, samples, List.of(), kernels))
                    .tensors();
        }
    }
}
