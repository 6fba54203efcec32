package io.lapidary.quantization.equalization;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WriteFailures;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.quantization.OutputDifference;
import io.lapidary.quantization.WeightJobs;

/** What an equalization comes to, before it is written: so nobody measures twice who looks first whether it is worth it. */
public final class DecidedEqualization {
    /** An output further from the original's than one part in 10,000 is a fault of this technique. */
    private static final double SAME_DB = 80;

    private final EqualizationJob job;
    private final Model model;
    private final Equalization equalization;
    private final Activations activations;
    private final Map<String, Double> measures;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param model as read; written in the end
     * @param balanced what the balance took, by name
     */
    DecidedEqualization(
            EqualizationJob job,
            Model model,
            Equalization equalization,
            Activations activations,
            Map<String, Double> balanced) {
        this.job = job;
        this.model = model;
        this.equalization = equalization;
        this.activations = activations;
        this.measures = new TreeMap<>(balanced);
    }

    /** Pairs of layers of which a channel is scaled, in order of execution: those of the job's own reading of the model. */
    public List<ChannelScales> scales() {
        return equalization.links().stream()
                .map(ChannelScales::of)
                .filter(pair -> pair.scales().stream().anyMatch(scale -> scale != 1))
                .toList();
    }

    /**
     * To be called once.
     *
     * @throws LapidaryException of code verification-failed if the scaled model computes something else
     */
    public TechniqueResult write() throws LapidaryException, InterruptedException {
        if (equalization.links().isEmpty()) {
            findings.add(Finding.warning(
                    "nothing-equalized",
                    "",
                    "No weight was scaled: no two layers have nothing between them but RELU and what keeps channels"
                            + " apart, and no other reader. Leave this step out."));
        }
        measures.putAll(equalization.measures());
        findings.addAll(equalization.findings());
        try {
            Path result = writeFiles();
            return TechniqueResult.of(result, measures, findings);
        } catch (IOException e) {
            throw WriteFailures.of(job.context().workFolder(), e);
        }
    }

    /** Writes the model, without and with absorption, and says which of the two is the result. */
    private Path writeFiles() throws IOException, LapidaryException, InterruptedException {
        var absorption = new Absorption(activations);
        if (job.settings().absorbBias()) {
            absorption.decide(equalization.links());
        }
        ModelEditor editor = ModelEditor.of(model);
        var rewriting = new Rewriting(editor, equalization.layers());
        var jobs = new WeightJobs(job.context());
        rewriting.dropAnnotations(equalization.links());
        rewriting.putWeights(jobs);
        rewriting.putPlainBiases();
        Path plain = job.context().workFolder().resolve("equalize.tflite");
        jobs.write(editor.model(), plain);
        if (job.samples().isPresent() && !equalization.links().isEmpty()) {
            requireSame(plain);
        }
        measures.put("absorbed_channels", 0.0);
        if (absorption.channels() == 0) {
            return plain;
        }
        rewriting.putAbsorbingBiases();
        Path absorbing = job.context().workFolder().resolve("equalize-absorbed.tflite");
        jobs.write(editor.model(), absorbing);
        return decide(plain, absorbing, absorption.channels());
    }

    private void requireSame(Path plain) throws LapidaryException, InterruptedException {
        OutputDifference difference =
                OutputDifference.between(job.original(), plain, job.samples().orElseThrow(), job.context());
        difference.addTo(measures, "scaling");
        if (difference.sqnrDb() < SAME_DB) {
            throw new LapidaryException(
                    ErrorCodes.VERIFICATION_FAILED,
                    String.format(
                            Locale.ROOT,
                            "equalize: the scaled model's outputs are %.1f dB from the original's, which should be the same.",
                            difference.sqnrDb()),
                    "Leave this step out, and report the model.");
        }
    }

    private Path decide(Path plain, Path absorbing, int channels) throws LapidaryException, InterruptedException {
        OutputDifference difference =
                OutputDifference.between(plain, absorbing, job.samples().orElseThrow(), job.context());
        difference.addTo(measures, "absorption");
        double least = job.settings().minAbsorptionSqnr();
        String what = String.format(
                Locale.ROOT,
                "%,d channels' bias goes into the next layer's: the outputs differ by at most %.3g (%.1f dB) over the samples",
                channels,
                difference.largestError(),
                difference.sqnrDb());
        if (difference.sqnrDb() < least) {
            findings.add(Finding.warning(
                    "absorption-undone", "", what + ", which is below " + least + " dB, so it was undone."));
            return plain;
        }
        measures.put("absorbed_channels", (double) channels);
        findings.add(Finding.note("absorbed", "", what + "."));
        return absorbing;
    }
}
