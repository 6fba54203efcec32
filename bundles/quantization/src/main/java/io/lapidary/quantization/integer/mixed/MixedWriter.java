package io.lapidary.quantization.integer.mixed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.FloatWeight;
import io.lapidary.quantization.HalfConversion;
import io.lapidary.quantization.WeightJobs;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.plan.QuantizedGraphs;
import io.lapidary.quantization.integer.range.DecidedRanges;
import io.lapidary.quantization.integer.rewriting.SchemePasses;
import io.lapidary.quantization.integer.rule.Obstacles;
import io.lapidary.quantization.integer.rule.WeightChoice;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/**
 * Writes a model with several precisions: a pass for each scheme of integers, in which all else is float32, so that a
 * DEQUANTIZE and a QUANTIZE lie between one scheme and the other (there is no kernel from int8 to int16); then float16.
 */
final class MixedWriter {
    /** Smaller weights take about as much as float16, with their DEQUANTIZE, as they save. */
    static final long LEAST_HALVES = 128;

    private final Path subject;
    private final MixedSettings settings;
    private final WorkContext context;
    private final Map<IntegerScheme, ByPlace<ValueRange>> ranges;
    private final ByPlace<double[]> means;
    private final ByPlace<float[]> scales;

    /** @param scales of weights beside int16 activations that samples told */
    MixedWriter(
            Path subject,
            MixedSettings settings,
            WorkContext context,
            Map<IntegerScheme, ByPlace<ValueRange>> ranges,
            ByPlace<double[]> means,
            ByPlace<float[]> scales) {
        this.subject = subject;
        this.settings = settings;
        this.context = context;
        this.ranges = ranges;
        this.means = means;
        this.scales = scales;
    }

    MixedResult write(PrecisionPlan plan, Path output) throws IOException, LapidaryException, InterruptedException {
        Model model = TfliteReader.read(subject);
        var job = new Job(ModelEditor.of(model), plan, WeightJobs.silent(context));
        for (IntegerScheme scheme : IntegerScheme.values()) {
            job.pass(scheme);
            context.checkCancelled();
        }
        job.halve();
        Annotations.strip(job.editor);
        job.jobs.write(model, output);
        return new MixedResult(output, Files.size(output), job.islands, job.conversions);
    }

    /** One model on its way. */
    private final class Job {
        private final ModelEditor editor;
        private final SchemePasses passes;
        private final WeightJobs jobs;
        private final Map<Operator, Precision> precisions = new HashMap<>();
        private final Map<Operator, OperatorPlace> places = new HashMap<>();
        private final Map<OperatorPlace, String> islands = new LinkedHashMap<>();
        private int conversions;

        Job(ModelEditor editor, PrecisionPlan plan, WeightJobs jobs) throws LapidaryException {
            this.editor = editor;
            this.jobs = jobs;
            Model model = editor.model();
            var graphs = QuantizedGraphs.of(model, new ArrayList<>());
            Annotations annotations = Annotations.read(model);
            var weights = new WeightChoice(settings.integer(IntegerScheme.INT8), annotations, IntegerScheme.INT8)
                    .with(scales.in(model));
            this.passes = new SchemePasses(editor, graphs, weights, means.in(model), jobs);
            ranges.forEach((scheme, byPlace) -> {
                var before = DecidedRanges.of(annotations, graphs.all(), scheme);
                passes.know(scheme, before.over(byPlace.in(model)), before.parameters());
            });
            for (Subgraph graph : model.subgraphs()) {
                for (Operator operator : graph.operators()) {
                    OperatorPlace place = OperatorPlace.of(operator);
                    places.put(operator, place);
                    precisions.put(operator, plan.of(place));
                }
            }
        }

        void pass(IntegerScheme scheme) throws InterruptedException {
            IntegerSettings own = settings.integer(scheme);
            boolean ports = own.inputType() != TensorType.FLOAT32 || own.outputType() != TensorType.FLOAT32;
            if (!ports && precisions.values().stream().noneMatch(found -> isOf(found, scheme))) {
                return;
            }
            var plan = passes.plan(scheme, operator -> leaves(operator, scheme));
            plan.islands().forEach((operator, reason) -> {
                if (isOf(precision(operator), scheme)) {
                    islands.put(places.get(operator), reason);
                }
            });
            conversions += passes.rewrite(plan, own).conversions();
        }

        private Optional<String> leaves(Operator operator, IntegerScheme scheme) {
            return Obstacles.when(!isOf(precision(operator), scheme), "the plan gives it another precision");
        }

        private Precision precision(Operator operator) {
            return precisions.getOrDefault(operator, Precision.FLOAT32);
        }

        private static boolean isOf(Precision precision, IntegerScheme scheme) {
            return precision.scheme().filter(own -> own == scheme).isPresent();
        }

        void halve() throws InterruptedException {
            if (precisions.containsValue(Precision.FLOAT16)) {
                new HalfConversion(editor, this::isHalf, LEAST_HALVES).convert(jobs);
            }
        }

        private boolean isHalf(FloatWeight weight) {
            return weight.uses().stream().allMatch(use -> precision(use.operator()) == Precision.FLOAT16);
        }
    }
}
