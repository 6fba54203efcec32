package io.lapidary.quantization.integer.preparation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.calibration.Calibrator;
import io.lapidary.quantization.calibration.Levels;
import io.lapidary.quantization.integer.plan.IntegerPlan;
import io.lapidary.quantization.integer.plan.QuantizedGraphs;
import io.lapidary.quantization.integer.rule.WeightChoice;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/**
 * What comes before all integers: a float model that computes the same and quantizes better.
 *
 * @param file of the model
 * @param editor of the same, read
 * @param graphs that are quantized
 * @param annotations what earlier steps decided
 * @param weights how weights are quantized
 * @param left operators that the request leaves in float32, with the reason
 */
public record Groundwork(
        Path file,
        ModelEditor editor,
        QuantizedGraphs graphs,
        Annotations annotations,
        WeightChoice weights,
        Map<Operator, String> left) {
    /**
     * @param subject is left as it is; what is changed of it is written to the work folder
     * @param int16 whether all of it is for int16x8, so that operators may take forms that only int16 kernels ask for
     * @param findings is told what is not quantized
     */
    public static Groundwork lay(
            Path subject, IntegerSettings settings, boolean int16, WorkContext context, List<Finding> findings)
            throws IOException, LapidaryException, InterruptedException {
        Model model = TfliteReader.read(subject);
        settings.requireMatches(model);
        requireReals(model);
        settings.calibration().overrides().requireMatches(model);
        ModelEditor editor = ModelEditor.of(model);
        Annotations annotations = Annotations.read(model);
        var weights = new WeightChoice(settings, annotations, int16 ? IntegerScheme.INT16X8 : IntegerScheme.INT8);
        var graphs = QuantizedGraphs.of(model, findings);
        var left = new HashMap<Operator, String>();
        graphs.operators()
                .forEach(
                        operator -> settings.recipe().leaves(operator).ifPresent(reason -> left.put(operator, reason)));
        var ground = new Groundwork(subject, editor, graphs, annotations, weights, left);
        int changes = new ConstantFolding(editor, annotations).fold(graphs.all());
        if (settings.biasCorrection()) {
            changes += new EarlierShifts(annotations, weights).takeBack(graphs.all(), editor);
        }
        changes += new BiasFolding(editor, annotations, operator -> !left.containsKey(operator)).fold(graphs.all());
        if (changes > 0) {
            annotations.write(editor);
        }
        changes += new GraphPreparation(editor, settings.poolsAsMeans()).prepare(graphs.all());
        if (int16) {
            changes += new Int16Forms(editor).say(graphs.all(), operator -> !left.containsKey(operator));
        }
        if (changes > 0) {
            ground = ground.written(context.workFolder().resolve("prepared.tflite"));
        }
        context.checkCancelled();
        return ground;
    }

    /** Why the request leaves an operator in float32, whatever other form it has been given. */
    public Optional<String> leaves(Operator operator) {
        return Optional.ofNullable(left.get(operator));
    }

    private static void requireReals(Model model) throws LapidaryException {
        boolean none = model.subgraphs().stream()
                .flatMap(graph -> graph.operators().stream())
                .noneMatch(IntegerPlan::computesReals);
        if (none) {
            throw new LapidaryException(
                    ErrorCodes.UNSUPPORTED_MODEL,
                    "The model computes nothing in float32, so there is nothing to quantize.",
                    "Give the float model that it was made from.");
        }
    }

    /**
     * With scales of weights that suit what the samples show, for those that operators beside int16 activations have.
     *
     * @param wanted tells these operators
     */
    public Groundwork fitted(
            SampleSet samples, IntegerSettings settings, Predicate<Operator> wanted, WorkContext context)
            throws LapidaryException, InterruptedException {
        if (!settings.fitsScales()) {
            return this;
        }
        Map<Tensor, float[]> scales = new LayerFits(settings, context)
                .of(this, samples, operator -> wanted.test(operator) && !left.containsKey(operator));
        return new Groundwork(file, editor, graphs, annotations, weights.with(scales), left);
    }

    private Groundwork written(Path to) throws IOException, LapidaryException {
        TfliteWriter.write(editor.model(), to);
        return new Groundwork(to, editor, graphs, annotations, weights, left);
    }

    /**
     * With channels balanced, as far as its own magnitudes are known; itself if there are none to balance.
     *
     * @param levels that its activations may come to have
     * @param findings is told what was given up for it
     */
    public Groundwork balanced(
            Calibrator calibrator,
            SampleSet samples,
            IntegerSettings settings,
            List<Levels> levels,
            Path to,
            List<Finding> findings)
            throws IOException, LapidaryException, InterruptedException {
        if (!settings.balanceChannels()) {
            return this;
        }
        var overrides = settings.calibration().overrides();
        var pairs = graphs.entries().stream()
                .flatMap(graph -> BalancedPair.of(graph, weights::decision).stream())
                .filter(pair -> !overrides.gives(pair.tensor()))
                .toList();
        var normalized = graphs.entries().stream()
                .flatMap(graph -> NormalizedChannels.of(graph, weights::decision).stream())
                .filter(channels -> channels.degrees().keySet().stream().noneMatch(overrides::gives))
                .toList();
        var tensors = Stream.concat(
                        pairs.stream().map(BalancedPair::tensor),
                        normalized.stream().map(NormalizedChannels::tensor))
                .toList();
        if (tensors.isEmpty()) {
            return this;
        }
        var measured = calibrator.channels(file, editor.model(), tensors, samples);
        var decisions = new ScaledDecisions(annotations, editor);
        var balance = new ChannelBalance(editor, measured, levels, settings, decisions);
        boolean changed = balance.balance(pairs) + balance.balanceNormalized(normalized) > 0;
        findings.addAll(decisions.findings());
        if (!changed) {
            return this;
        }
        annotations.write(editor);
        return written(to);
    }
}
