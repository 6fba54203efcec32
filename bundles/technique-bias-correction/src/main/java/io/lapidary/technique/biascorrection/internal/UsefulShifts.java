package io.lapidary.technique.biascorrection.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.TfliteWriter;
import io.lapidary.quantization.OutputDifference;
import io.lapidary.quantization.layer.PatchGathering;

/**
 * Chooses the corrections with which no output is farther from the float model's. Means of layers do not tell: behind a RELU, what counts
 * is a channel's error where it passes, and behind a division, that small numbers stay in proportion. And what one output gains must not
 * be another's loss.
 */
final class UsefulShifts {
    /** As much more noise of one output, a tenth of a decibel, is chance while others gain. */
    private static final double NOTABLE = 1.023;

    private final Path original;
    private final List<Correction> corrections;
    private final ReachedOutputs reached;
    private final SampleSet samples;
    private final WorkContext context;
    private final Map<String, Double> growth = new TreeMap<>();
    private List<Correction> kept;

    /** @param corrections at least one */
    UsefulShifts(Path original, List<Correction> corrections, SampleSet samples, WorkContext context) {
        this.original = original;
        this.corrections = corrections;
        this.reached = new ReachedOutputs(PatchGathering.sampled(
                corrections.get(0).layer().weights().subgraph().model()));
        this.samples = samples;
        this.context = context;
        this.kept = corrections;
    }

    /**
     * All, where that does no output harm; else first those of layers that lead to harmed outputs alone are left out, then those of
     * all that lead there, so that these outputs are as without any.
     */
    List<Correction> choose() throws IOException, LapidaryException, InterruptedException {
        Map<String, Double> without = noises(List.of());
        var harmed = new TreeSet<String>();
        while (!kept.isEmpty()) {
            Set<String> found = harmed(without, noises(kept));
            if (found.isEmpty()) {
                break;
            }
            harmed.addAll(found);
            kept = fewer(harmed);
        }
        return kept;
    }

    private List<Correction> fewer(Set<String> harmed) {
        List<Correction> others = kept.stream()
                .filter(correction -> !harmed.containsAll(outputs(correction)))
                .toList();
        if (others.size() < kept.size()) {
            return others;
        }
        List<Correction> apart = kept.stream()
                .filter(correction -> outputs(correction).stream().noneMatch(harmed::contains))
                .toList();
        // Else harm came by ways that the graph does not show, as a state does.
        return apart.size() < kept.size() ? apart : List.of();
    }

    private Set<String> outputs(Correction correction) {
        return reached.of(correction.layer().operator());
    }

    private Set<String> harmed(Map<String, Double> without, Map<String, Double> with) {
        Set<String> notably = worse(without, with, NOTABLE);
        boolean asGood = sum(with) <= sum(without);
        Set<String> found = notably.isEmpty() && !asGood ? worse(without, with, 1) : notably;
        found.forEach(output -> growth.putIfAbsent(output, 10 * Math.log10(with.get(output) / without.get(output))));
        return found;
    }

    private static Set<String> worse(Map<String, Double> without, Map<String, Double> with, double times) {
        var worse = new LinkedHashSet<String>();
        with.forEach((output, noise) -> {
            if (noise > without.get(output) * times) {
                worse.add(output);
            }
        });
        return worse;
    }

    private static double sum(Map<String, Double> noises) {
        return noises.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private Map<String, Double> noises(List<Correction> made)
            throws IOException, LapidaryException, InterruptedException {
        context.checkCancelled();
        Path file = context.workFolder().resolve("chosen-rounded.tflite");
        TfliteWriter.write(CorrectedModel.rounded(original, corrections, made), file);
        return OutputDifference.between(original, file, samples, context).noises();
    }

    /** What was left out, once chosen. */
    List<Finding> findings() {
        if (kept.size() == corrections.size()) {
            return List.of();
        }
        var worst = growth.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        if (kept.isEmpty()) {
            return List.of(Finding.warning(
                    "correction-of-no-use",
                    "",
                    String.format(
                            Locale.ROOT,
                            "No bias was shifted: with rounded weights, the error of the output '%s' would grow by %.1f dB. Leave"
                                    + " this step out, or name the layers to correct with 'include'.",
                            worst.getKey(),
                            worst.getValue())));
        }
        return List.of(Finding.note(
                "correction-of-no-use",
                worst.getKey(),
                String.format(
                        Locale.ROOT,
                        "%d of %d biases were not shifted: with rounded weights, the error of the output '%s' would grow by %.1f dB.",
                        corrections.size() - kept.size(),
                        corrections.size(),
                        worst.getKey(),
                        worst.getValue())));
    }
}
