package io.lapidary.quantization.equalization;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;
import io.lapidary.api.work.WriteFailures;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.TfliteReader;
import io.lapidary.quantization.OutputDifference;
import io.lapidary.quantization.WeightJobs;
import io.lapidary.quantization.equalization.EqualizationSettings.Balance;

/** Equalizes a model, from file to file: look, balance, write, compare. */
public final class EqualizationJob {
    /** An output further from the original's than one part in 10,000 is a fault of this technique. */
    private static final double SAME_DB = 80;

    private final Path original;
    private final EqualizationSettings settings;
    private final Optional<SampleSet> samples;
    private final WorkContext context;
    private final Map<String, Double> measures = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param original a float model; it is left as it is
     * @param samples representative ones, if there are any
     */
    public EqualizationJob(
            Path original, EqualizationSettings settings, Optional<SampleSet> samples, WorkContext context) {
        this.original = original;
        this.settings = settings;
        this.samples = samples.filter(set -> set.count() > 0);
        this.context = context;
    }

    /**
     * @throws LapidaryException of code missing-data if the balance needs samples and there are none; of code
     *     verification-failed if the scaled model computes something else
     */
    public TechniqueResult run() throws LapidaryException, InterruptedException {
        Balance balance = settings.balance();
        if (samples.isEmpty() && (balance == Balance.ACTIVATIONS || balance == Balance.NOISE)) {
            throw new LapidaryException(
                    ErrorCodes.MISSING_DATA,
                    "equalize: balance=" + balance.name().toLowerCase(Locale.ROOT)
                            + " needs representative samples, and there are none.",
                    "Give samples, or balance=weights.");
        }
        context.progress(0, "looking for pairs of layers");
        context.checkCancelled();
        try {
            Model model = TfliteReader.read(original);
            ModelEditor editor = ModelEditor.of(model);
            List<Pair> pairs = PairFinder.find(model);
            Activations activations = samples.isPresent()
                    ? Activations.measure(model, original, pairs, samples.get(), context)
                    : Activations.UNKNOWN;
            context.progress(0.5, "balancing");
            var equalization = new Equalization(pairs, new ClipCheck(activations));
            balance(equalization, activations);
            measures.putAll(equalization.measures());
            findings.addAll(equalization.findings());
            Path result = write(editor, equalization, activations);
            return TechniqueResult.of(result, measures, findings);
        } catch (IOException e) {
            throw WriteFailures.of(context.workFolder(), e);
        }
    }

    private void balance(Equalization equalization, Activations activations) throws InterruptedException {
        List<Link> links = equalization.links();
        if (links.isEmpty()) {
            findings.add(Finding.warning(
                    "nothing-equalized",
                    "",
                    "No weight was scaled: no two layers have nothing between them but RELU and what keeps channels"
                            + " apart, and no other reader. Leave this step out."));
        }
        measures.putAll(new Balancing(settings, activations, samples.isPresent(), context).run(equalization));
    }

    /** Writes the model, without and with absorption, and says which of the two is the result. */
    private Path write(ModelEditor editor, Equalization equalization, Activations activations)
            throws IOException, LapidaryException, InterruptedException {
        var absorption = new Absorption(activations);
        if (settings.absorbBias()) {
            absorption.decide(equalization.links());
        }
        var rewriting = new Rewriting(editor, equalization.layers());
        var jobs = new WeightJobs(context);
        rewriting.dropAnnotations(equalization.links());
        rewriting.putWeights(jobs);
        rewriting.putPlainBiases();
        Path plain = context.workFolder().resolve("equalize.tflite");
        jobs.write(editor.model(), plain);
        if (samples.isPresent() && !equalization.links().isEmpty()) {
            requireSame(plain);
        }
        measures.put("absorbed_channels", 0.0);
        if (absorption.channels() == 0) {
            return plain;
        }
        rewriting.putAbsorbingBiases();
        Path absorbing = context.workFolder().resolve("equalize-absorbed.tflite");
        jobs.write(editor.model(), absorbing);
        return decide(plain, absorbing, absorption.channels());
    }

    private void requireSame(Path plain) throws LapidaryException, InterruptedException {
        OutputDifference difference = OutputDifference.between(original, plain, samples.orElseThrow(), context);
        difference.addTo(measures, "scaling");
        if (difference.sqnrDb() < SAME_DB) {
            throw new LapidaryException(
                    ErrorCodes.VERIFICATION_FAILED,
                    "equalize: the scaled model's outputs are " + difference.sqnrDb()
                            + " dB from the original's, which should be the same.",
                    "Leave this step out, and report the model.");
        }
    }

    private Path decide(Path plain, Path absorbing, int channels) throws LapidaryException, InterruptedException {
        OutputDifference difference = OutputDifference.between(plain, absorbing, samples.orElseThrow(), context);
        difference.addTo(measures, "absorption");
        double least = settings.minAbsorptionSqnr();
        String what = channels + " channels' bias goes into the next layer's: the outputs differ by at most "
                + difference.largestError() + " (" + difference.sqnrDb() + " dB) over the samples";
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
