package io.lapidary.quantization.integer.mixed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Model;
import io.lapidary.model.Signature;
import io.lapidary.model.Subgraph;
import io.lapidary.quantization.calibration.Calibration;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.preparation.Groundwork;
import io.lapidary.quantization.integer.range.RangeSource;
import io.lapidary.quantization.integer.range.SampledRanges;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/**
 * A float model whose ranges are known, to be written again and again with other precisions by operator. Samples are looked at
 * once. Of use to one job, in one thread.
 */
public final class MixedQuantization {
    private final Groundwork ground;
    private final MixedSettings settings;
    private final WorkContext context;
    private final Map<IntegerScheme, ByPlace<ValueRange>> ranges = new EnumMap<>(IntegerScheme.class);
    private final ByPlace<double[]> means;
    private final List<MixedOperator> operators;
    private final List<String> signatures;

    private MixedQuantization(
            Groundwork ground, RangeSource source, MixedSettings settings, WorkContext context, List<Finding> findings)
            throws IOException, LapidaryException, InterruptedException {
        this.ground = ground;
        this.settings = settings;
        this.context = context;
        List<IntegerScheme> schemes = List.of(IntegerScheme.values());
        List<Calibration> calibrations = source.ranges(ground, schemes, findings);
        for (int i = 0; i < schemes.size(); i++) {
            ranges.put(schemes.get(i), ByPlace.of(calibrations.get(i).ranges()));
        }
        this.means = settings.biasCorrection() ? ByPlace.of(calibrations.get(0).means()) : new ByPlace<>(Map.of());
        this.signatures = signatures(calibrations.get(0));
        this.operators = new MixedOperators(ground, ranges, settings).list();
    }

    /**
     * Makes the model ready and measures it.
     *
     * @param samples representative ones, of the first signature's inputs
     * @param findings is told what could not be measured
     * @throws LapidaryException of code invalid-parameter if the recipe names what the model has not; of code invalid-data if
     *     samples are missing or not finite
     */
    public static MixedQuantization prepare(
            Path subject, SampleSet samples, MixedSettings settings, WorkContext context, List<Finding> findings)
            throws IOException, LapidaryException, InterruptedException {
        IntegerSettings integer = settings.integer(IntegerScheme.INT8);
        var source = new SampledRanges(samples, integer, context);
        var laid = Groundwork.lay(subject, integer, false, context, findings);
        var ground = source.improved(laid, List.of(IntegerScheme.values()), findings);
        return new MixedQuantization(ground, source, settings, context, findings);
    }

    /** The signatures that samples reach; one of empty text for the main graph of a model without any. */
    private List<String> signatures(Calibration calibration) {
        Model model = ground.editor().model();
        if (model.signatures().isEmpty()) {
            return List.of("");
        }
        var keys = new ArrayList<String>();
        for (Signature signature : model.signatures()) {
            Subgraph graph = signature.subgraph();
            boolean seen = calibration.ranges().keySet().stream().anyMatch(tensor -> tensor.subgraph() == graph);
            if (seen && ground.graphs().contains(graph) || keys.isEmpty()) {
                keys.add(signature.key());
            }
        }
        return keys;
    }

    /** The signatures that can be run with the samples; the first one is the model's first. */
    public List<String> signatures() {
        return signatures;
    }

    /** All operators whose precision can be chosen, in order of execution, subgraph by subgraph. */
    public List<MixedOperator> operators() {
        return operators;
    }

    /**
     * Writes the model as planned. What cannot have the precision it is to have stays float32.
     *
     * @param output may be written over
     */
    public MixedResult write(PrecisionPlan plan, Path output)
            throws IOException, LapidaryException, InterruptedException {
        ByPlace<float[]> scales = ByPlace.of(ground.weights().fitted());
        return new MixedWriter(ground.file(), settings, context, ranges, means, scales).write(plan, output);
    }

    /**
     * @throws LapidaryException of code invalid-parameter if the plan names an operator that is not there, or gives one
     *     integers that it cannot have
     */
    public void requireFits(PrecisionPlan plan) throws LapidaryException {
        var byPlace = new HashMap<OperatorPlace, MixedOperator>();
        operators.forEach(operator -> byPlace.put(operator.place(), operator));
        for (var entry : plan.precisions().entrySet()) {
            MixedOperators.requireFits(ground.editor().model(), entry.getKey(), entry.getValue(), byPlace);
        }
    }
}
