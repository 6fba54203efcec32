package io.lapidary.technique.mixedprecision.internal;

import java.util.List;
import java.util.Map;

import io.lapidary.quantization.integer.mixed.Precision;

/**
 * What each unit's precision costs the outputs: energy of their error over energy of the signal, with that unit alone
 * changed. Errors of several units are taken for independent, so that energies add up; a prediction to order what is then
 * measured, no more.
 *
 * @param noise by the unit's index; float32 has 0 where nothing else is said
 */
record Sensitivities(List<Map<Precision, Double>> noise) {
    Sensitivities {
        noise = noise.stream().map(Map::copyOf).toList();
    }

    double of(int unit, Precision precision) {
        return noise.get(unit).getOrDefault(precision, 0.0);
    }

    double of(Assignment assignment) {
        double sum = 0;
        for (int i = 0; i < noise.size(); i++) {
            sum += of(i, assignment.of(i));
        }
        return sum;
    }
}
