package io.lapidary.api.pipeline;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.lapidary.api.Digest;

/**
 * What became of a step.
 *
 * @param technique its id
 * @param version that ran
 * @param jar digest of the bundle that ran
 * @param parameters resolved, as canonical text
 * @param input digest of the model before
 * @param output digest of the model after
 * @param seconds of work; what it took when it was made, if it was remembered
 * @param remembered whether it was taken from the store instead of being run
 * @param measures what the technique measured
 */
public record StepOutcome(
        String technique,
        String version,
        Digest jar,
        Map<String, String> parameters,
        Digest input,
        Digest output,
        double seconds,
        boolean remembered,
        Map<String, Double> measures) {
    public StepOutcome {
        Objects.requireNonNull(technique, "technique");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(jar, "jar");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(output, "output");
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        measures = Collections.unmodifiableSortedMap(new TreeMap<>(measures));
    }
}
