package io.lapidary.technique.adaptiverounding.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;
import io.lapidary.api.work.WriteFailures;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.WeightJobs;
import io.lapidary.quantization.WeightSelection;
import io.lapidary.quantization.layer.LinearLayer;
import io.lapidary.quantization.layer.PatchGathering;
import io.lapidary.quantization.layer.PatchMoments;
import io.lapidary.quantization.layer.PlannedWeights;

/** One application of the technique: gather, decide, note. */
final class RoundingJob {
    private final Path subject;
    private final SampleSet samples;
    private final Parameters parameters;
    private final WorkContext context;
    private final List<Finding> findings = new ArrayList<>();

    RoundingJob(TechniqueInput input, WorkContext context) {
        this.subject = input.subject().path();
        this.samples = input.data().get(DataRole.REPRESENTATIVE);
        this.parameters = input.parameters();
        this.context = context;
    }

    TechniqueResult run() throws LapidaryException, InterruptedException {
        PlannedWeights planned = PlannedWeights.of("adaptive-rounding", parameters);
        context.progress(0, "looking at what weights are multiplied by");
        context.checkCancelled();
        Path output = context.workFolder().resolve("adaptive-rounding.tflite");
        try {
            Model model = TfliteReader.read(subject);
            List<LinearLayer> layers = selected(PatchGathering.layers(model), WeightSelection.of(parameters, model));
            var gathering = new PatchGathering(
                    Math.toIntExact(parameters.get(AdaptiveRoundingTechnique.BLOCK_SIZE)),
                    Math.toIntExact(parameters.get(AdaptiveRoundingTechnique.PATCHES)));
            Map<Operator, PatchMoments> moments = gathering.gather(subject, layers, samples, context);
            var jobs = new WeightJobs(context);
            List<RoundedLayer> rounded = jobs.each(
                    layers.stream().filter(layer -> isSeen(layer, moments)).toList(),
                    "rounding weights",
                    layer -> round(layer, moments.get(layer.operator()), planned));
            ModelEditor editor = ModelEditor.of(model);
            note(rounded, editor);
            jobs.write(model, output);
            return TechniqueResult.of(output, measures(rounded), findings);
        } catch (IOException e) {
            throw WriteFailures.of(output, e);
        }
    }

    private List<LinearLayer> selected(List<LinearLayer> layers, WeightSelection selection) {
        var selected = new ArrayList<LinearLayer>();
        for (LinearLayer layer : layers) {
            if (!selection.covers(layer.weight())) {
                continue;
            }
            PlannedWeights.notFinite(layer).ifPresentOrElse(findings::add, () -> selected.add(layer));
        }
        return selected;
    }

    private boolean isSeen(LinearLayer layer, Map<Operator, PatchMoments> moments) {
        boolean seen = moments.get(layer.operator()).patches() > 0;
        if (!seen) {
            String name = layer.weights().name();
            findings.add(Finding.warning(
                    "not-seen",
                    name,
                    "'" + name + "' is left to be rounded to the nearest: the samples showed no finite input of it."));
        }
        return seen;
    }

    private RoundedLayer round(LinearLayer layer, PatchMoments moments, PlannedWeights planned) {
        double damping = parameters.get(AdaptiveRoundingTechnique.DAMPING);
        return new LayerRounding(layer, moments, planned.format(), damping).round(planned.perChannel());
    }

    private void note(List<RoundedLayer> rounded, ModelEditor editor) throws LapidaryException {
        Annotations annotations = Annotations.read(editor.model());
        for (RoundedLayer layer : rounded) {
            annotations.update(
                    layer.layer().weights(), known -> known.with(layer.scale()).with(layer.rounding()));
        }
        annotations.write(editor);
        if (rounded.isEmpty()) {
            findings.add(Finding.warning(
                    "nothing-rounded",
                    "",
                    "No weight was decided on: no operator that the samples run multiplies by selected float32 weights of its"
                            + " own. Leave this step out."));
        }
    }

    private static Map<String, Double> measures(List<RoundedLayer> rounded) {
        double elements = 0;
        double gain = 0;
        for (RoundedLayer layer : rounded) {
            elements += layer.rounding().elements();
            gain += layer.gainDb() / rounded.size();
        }
        return Map.of(
                "rounded_tensors", (double) rounded.size(), "rounded_elements", elements, "mean_layer_gain_db", gain);
    }
}
