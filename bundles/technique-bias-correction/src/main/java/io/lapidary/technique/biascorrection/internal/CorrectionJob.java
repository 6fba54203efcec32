package io.lapidary.technique.biascorrection.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.lapidary.api.ErrorCodes;
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
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.WeightJobs;
import io.lapidary.quantization.WeightSelection;
import io.lapidary.quantization.layer.LinearLayer;
import io.lapidary.quantization.layer.PatchGathering;
import io.lapidary.quantization.layer.PatchMoments;
import io.lapidary.quantization.layer.PlannedWeights;
import io.lapidary.quantization.layer.PositiveReaders;
import io.lapidary.quantization.statistics.ChannelStatistics;
import io.lapidary.quantization.statistics.NetworkStatistics;

/** One application of the technique. */
final class CorrectionJob {
    /** Beyond which no element counts, where there are no samples. */
    private static final double DEVIATIONS = 6;
    /** Means alone are cheap: enough places that every one of a small image is seen. */
    private static final int MOST_PATCHES = 1 << 14;

    private final Path subject;
    /** The subject, or what it was before earlier corrections. */
    private Path original;

    private final Optional<SampleSet> samples;
    private final Parameters parameters;
    private final WorkContext context;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Double> measures = new TreeMap<>();

    CorrectionJob(TechniqueInput input, WorkContext context) {
        this.subject = input.subject().path();
        this.original = subject;
        this.samples =
                Optional.ofNullable(input.data().get(DataRole.REPRESENTATIVE)).filter(set -> set.count() > 0);
        this.parameters = input.parameters();
        this.context = context;
    }

    TechniqueResult run() throws LapidaryException, InterruptedException {
        PlannedWeights planned = PlannedWeights.of("bias-correction", parameters);
        int bits = planned.format().bits();
        boolean derives =
                parameters.get(BiasCorrectionTechnique.WITHOUT_SAMPLES).equals("derive");
        if (samples.isEmpty() && !derives) {
            throw new LapidaryException(
                    ErrorCodes.MISSING_DATA,
                    "bias-correction: there are no representative samples, which show the means of activations.",
                    "Give samples; or without_samples=derive, with input_mean and input_deviation, and compare.");
        }
        context.progress(0, "looking at the means of inputs");
        context.checkCancelled();
        Path output = context.workFolder().resolve("bias-correction.tflite");
        try {
            original =
                    EarlierCorrections.takenBack(subject, context.workFolder().resolve("uncorrected.tflite"));
            Model model = TfliteReader.read(original);
            List<Correction> corrections = samples.isPresent()
                    ? sampled(candidates(model, planned), samples.get())
                    : derived(candidates(model, planned), model);
            if (corrections.isEmpty()) {
                findings.add(nothingCorrected());
            } else if (samples.isPresent()) {
                var useful = new UsefulShifts(original, corrections, samples.get(), context);
                corrections = useful.choose();
                findings.addAll(useful.findings());
            }
            measure(corrections);
            new WeightJobs(context).write(CorrectedModel.annotated(subject, corrections, bits), output);
            return TechniqueResult.of(output, measures, findings);
        } catch (IOException e) {
            throw WriteFailures.of(output, e);
        }
    }

    private List<Correction> candidates(Model model, PlannedWeights planned) throws LapidaryException {
        WeightSelection selection = WeightSelection.of(parameters, model);
        Annotations annotations = Annotations.read(model);
        var candidates = new ArrayList<Correction>();
        for (LinearLayer layer : PatchGathering.layers(model)) {
            boolean meant = selection.covers(layer.weight())
                    && layer.weights().shape().elements() >= parameters.get(BiasCorrectionTechnique.MIN_ELEMENTS)
                    && Correction.isPossible(layer);
            if (meant && isFinite(layer) && mayShift(layer)) {
                candidates.add(
                        new Correction(new QuantizedLayer(layer, planned.format(), planned.perChannel(), annotations)));
            }
        }
        return candidates;
    }

    private boolean isFinite(LinearLayer layer) {
        Optional<Finding> complaint = PlannedWeights.notFinite(layer);
        complaint.ifPresent(findings::add);
        return complaint.isEmpty();
    }

    private boolean mayShift(LinearLayer layer) {
        Optional<Operator> reader = PositiveReaders.of(layer.operator());
        reader.ifPresent(found -> findings.add(Finding.note(
                "read-above-zero",
                layer.weights().name(),
                "The bias behind '" + layer.weights().name()
                        + "' stays: a shift could take what the layer makes below 0, where " + found.type()
                        + ", which reads it, has no value.")));
        return reader.isEmpty();
    }

    /** By samples: each layer by itself first, then with what the layers before it do. */
    private List<Correction> sampled(List<Correction> candidates, SampleSet set)
            throws IOException, LapidaryException, InterruptedException {
        List<LinearLayer> layers = candidates.stream().map(Correction::layer).toList();
        var gathering = new PatchGathering(0, MOST_PATCHES);
        Map<Operator, PatchMoments> moments = gathering.gather(original, layers, set, context);
        var seen = new ArrayList<Correction>();
        for (Correction correction : candidates) {
            PatchMoments own = moments.get(correction.layer().operator());
            if (own.patches() > 0) {
                correction.expect(means(own));
                seen.add(correction);
            } else {
                String name = correction.layer().weights().name();
                findings.add(
                        Finding.warning("not-seen", name, "The samples showed no finite input of '" + name + "'."));
            }
        }
        if (!seen.isEmpty()) {
            refine(seen, gathering, set);
        }
        return seen;
    }

    private void refine(List<Correction> corrections, PatchGathering gathering, SampleSet set)
            throws IOException, LapidaryException, InterruptedException {
        int most = Math.toIntExact(parameters.get(BiasCorrectionTechnique.PASSES));
        Subgraph graph = PatchGathering.sampled(
                corrections.get(0).layer().weights().subgraph().model());
        List<List<Correction>> levels = Levels.of(corrections, graph, most);
        Path rounded = context.workFolder().resolve("rounded.tflite");
        for (int level = 0; level < levels.size(); level++) {
            context.progress((level + 1.0) / (levels.size() + 1), "running the model with rounded weights");
            context.checkCancelled();
            TfliteWriter.write(CorrectedModel.rounded(original, corrections), rounded);
            List<LinearLayer> layers =
                    levels.get(level).stream().map(Correction::layer).toList();
            Map<Operator, PatchMoments> moments = gathering.gather(rounded, layers, set, context);
            for (Correction correction : levels.get(level)) {
                correction.refine(means(moments.get(correction.layer().operator())));
            }
        }
    }

    private static double[][] means(PatchMoments moments) throws IOException {
        double[][] means = new double[moments.groups()][];
        for (int group = 0; group < means.length; group++) {
            means[group] = moments.means(group);
        }
        return means;
    }

    /** By what the network itself tells. */
    private List<Correction> derived(List<Correction> candidates, Model model) {
        Subgraph graph = PatchGathering.sampled(model);
        var inputs = new HashMap<Tensor, ChannelStatistics>();
        for (Tensor input : graph.inputs()) {
            if (input.type() == TensorType.FLOAT32) {
                inputs.put(
                        input,
                        ChannelStatistics.normal(
                                parameters.get(BiasCorrectionTechnique.INPUT_MEAN),
                                parameters.get(BiasCorrectionTechnique.INPUT_DEVIATION)));
            }
        }
        var statistics = new NetworkStatistics(graph, inputs, DEVIATIONS);
        var known = new ArrayList<Correction>();
        for (Correction correction : candidates) {
            statistics
                    .patchMeans(correction.layer())
                    .ifPresentOrElse(
                            means -> {
                                correction.expect(means);
                                known.add(correction);
                            },
                            () -> findings.add(unknown(correction.layer())));
        }
        return known;
    }

    private static Finding unknown(LinearLayer layer) {
        return Finding.note(
                "no-statistics",
                layer.weights().name(),
                "The bias behind '" + layer.weights().name()
                        + "' stays: what lies before it tells nothing of its input's mean. Representative samples would.");
    }

    private static Finding nothingCorrected() {
        return Finding.warning(
                "nothing-corrected",
                "",
                "No bias was shifted: no operator of selected float32 weights of its own has a bias, or can have one, and"
                        + " an input of a known mean. Leave this step out.");
    }

    private void measure(List<Correction> corrections) {
        double largest = 0;
        double channels = 0;
        for (Correction correction : corrections) {
            for (float shift : correction.shift()) {
                largest = Math.max(largest, Math.abs(shift));
                channels++;
            }
        }
        measures.put("corrected_layers", (double) corrections.size());
        measures.put("corrected_channels", channels);
        measures.put("largest_shift", largest);
    }
}
