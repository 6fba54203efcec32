package io.lapidary.quantization.integer.rewriting;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.WeightJobs;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.plan.IntegerPlan;
import io.lapidary.quantization.integer.plan.QuantizedGraphs;
import io.lapidary.quantization.integer.rule.WeightChoice;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/**
 * Rewrites a float model by one scheme of integers after the other. Each leaves what it is not meant for in float32, so that a
 * DEQUANTIZE and a QUANTIZE lie between one scheme and the next: there is no kernel from int8 to int16.
 */
public final class SchemePasses {
    private final ModelEditor editor;
    private final QuantizedGraphs graphs;
    private final Map<IntegerScheme, WeightChoice> weights = new EnumMap<>(IntegerScheme.class);
    private final Map<Tensor, double[]> means;
    private final WeightJobs jobs;
    private final Map<IntegerScheme, Map<Tensor, ValueRange>> ranges = new EnumMap<>(IntegerScheme.class);
    private final Map<IntegerScheme, Map<Tensor, Affine>> decided = new EnumMap<>(IntegerScheme.class);

    /** @param means of activations by channel, as far as biases are to be corrected by them */
    public SchemePasses(
            ModelEditor editor,
            QuantizedGraphs graphs,
            WeightChoice weights,
            Map<Tensor, double[]> means,
            WeightJobs jobs) {
        this.editor = editor;
        this.graphs = graphs;
        for (IntegerScheme scheme : IntegerScheme.values()) {
            this.weights.put(scheme, weights.of(scheme));
        }
        this.means = new HashMap<>(means);
        this.jobs = jobs;
    }

    /**
     * @param plan what became of the operators
     * @param elements of weights that were quantized
     * @param conversions that were put in
     */
    public record Pass(IntegerPlan plan, long elements, int conversions) {}

    /**
     * What a pass goes by; to be said of all schemes before the first pass.
     *
     * @param known ranges of activations
     * @param given parameters that go before ranges
     */
    public void know(IntegerScheme scheme, Map<Tensor, ValueRange> known, Map<Tensor, Affine> given) {
        ranges.put(scheme, new HashMap<>(known));
        decided.put(scheme, new HashMap<>(given));
    }

    /** What a pass would do. */
    public IntegerPlan plan(IntegerScheme scheme, Function<Operator, Optional<String>> leaves) {
        return IntegerPlan.of(scheme, graphs, ranges.get(scheme), decided.get(scheme), leaves, weights.get(scheme));
    }

    /** Carries a plan out, before anything else is. */
    public Pass rewrite(IntegerPlan plan, IntegerSettings settings) throws InterruptedException {
        var rewriter =
                new IntegerRewriter(editor, plan, settings, weights.get(plan.scheme()), new BiasShifts(means), jobs);
        rewriter.rewrite();
        ranges.values().forEach(this::carry);
        decided.values().forEach(this::carry);
        carry(means);
        return new Pass(plan, rewriter.elements(), rewriter.conversions());
    }

    /** What is known of a tensor holds for what a DEQUANTIZE makes of it. */
    private <T> void carry(Map<Tensor, T> values) {
        for (Subgraph graph : graphs.all()) {
            for (Operator operator : graph.operators(BuiltinOperator.DEQUANTIZE)) {
                operator.input(0).map(values::get).ifPresent(value -> values.putIfAbsent(operator.output(), value));
            }
        }
    }
}
