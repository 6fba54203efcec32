package io.lapidary.quantization.integer.rewriting;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.ComparisonRequest;
import io.lapidary.api.engine.ComparisonResult.Difference;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/**
 * Takes out of the last biases by how much a quantized model's channels lie beside the float model's on average over samples
 * (empirical bias correction, Nagel et al. 2019, section 4.2, of the outputs alone). {@link BiasShifts} make up for the rounding
 * of weights; what the rounding of activations adds up to is seen only when the model runs.
 *
 * <p>A mean of few samples is partly chance: of a shift m with the standard error e the part {@code 1 - (e / m)^2} is taken out,
 * none of it where that is negative.
 */
public final class OutputShift {
    /** Fewer samples tell too little. */
    private static final long FEWEST = 16;

    /** What stands between the last linear layer and an output, and leaves a shift of it a shift. */
    private static final Set<BuiltinOperator> PASSING = Set.of(
            BuiltinOperator.QUANTIZE,
            BuiltinOperator.DEQUANTIZE,
            BuiltinOperator.RESHAPE,
            BuiltinOperator.SQUEEZE,
            BuiltinOperator.EXPAND_DIMS,
            BuiltinOperator.TRANSPOSE,
            BuiltinOperator.CONCATENATION,
            BuiltinOperator.SPLIT,
            BuiltinOperator.STRIDED_SLICE,
            BuiltinOperator.RELU,
            BuiltinOperator.LEAKY_RELU,
            BuiltinOperator.LOGISTIC,
            BuiltinOperator.TANH,
            BuiltinOperator.SOFTMAX,
            BuiltinOperator.LOG_SOFTMAX,
            BuiltinOperator.L2_NORMALIZATION);

    private final WorkContext context;
    private final boolean roundsActivations;

    /**
     * @param scheme of what is quantized. Of int16 activations the rounding adds next to nothing up, but their kernels take some hundred
     *     times as long as those of floats: the shift is that of the constants, seen in a float model that has these.
     */
    public OutputShift(WorkContext context, IntegerScheme scheme) {
        this.context = context;
        this.roundsActivations = scheme != IntegerScheme.INT16X8;
    }

    /**
     * @param reference the float model, whose tensors have the names of those that stand for them
     * @param quantized is left as it is
     * @param corrected where the model is written without the shift
     * @return whether it was written; not if there is nothing to take out
     */
    public boolean takeOut(Path reference, Path quantized, SampleSet samples, Path corrected)
            throws IOException, LapidaryException, InterruptedException {
        if (samples.count() < FEWEST) {
            return false;
        }
        Model model = TfliteReader.read(quantized);
        Model floats = TfliteReader.read(reference);
        Map<String, Tensor> biases = lastBiases(first(model), computed(first(floats)));
        if (biases.isEmpty()) {
            return false;
        }
        Path runs = roundsActivations ? quantized : dequantized(model, floats);
        var request =
                new ComparisonRequest(reference, runs, "", samples, List.copyOf(biases.keySet()), Kernels.DEFAULT);
        Map<String, Difference> found;
        try (var session = context.interpreter()) {
            found = session.compare(request).tensors();
        }
        ModelEditor editor = ModelEditor.of(model);
        boolean changed = false;
        for (var entry : biases.entrySet()) {
            changed |= takeOut(found.get(entry.getKey()), entry.getValue(), editor);
        }
        if (changed) {
            TfliteWriter.write(model, corrected);
        }
        return changed;
    }

    private Path dequantized(Model quantized, Model floats) throws IOException, LapidaryException {
        Path file = context.workFolder().resolve("dequantized.tflite");
        DequantizedConstants.put(quantized, floats);
        TfliteWriter.write(floats, file);
        return file;
    }

    private static Subgraph first(Model model) {
        return model.signatures().isEmpty()
                ? model.main()
                : model.signatures().get(0).subgraph();
    }

    private static Set<String> computed(Subgraph graph) {
        var names = new HashSet<String>();
        for (Operator operator : graph.operators()) {
            operator.outputs().forEach(tensor -> names.add(tensor.name()));
        }
        return names;
    }

    /**
     * The biases behind the outputs, each by a name that its operator's output has in both models.
     *
     * @param known names of the reference
     */
    private static Map<String, Tensor> lastBiases(Subgraph graph, Set<String> known) {
        var biases = new LinkedHashMap<String, Tensor>();
        var seen = new HashSet<Tensor>();
        var left = new ArrayDeque<>(graph.outputs());
        // A conversion takes the name from what it converts.
        var names = new HashMap<Tensor, String>();
        while (!left.isEmpty()) {
            Tensor tensor = left.remove();
            Optional<Operator> producer = tensor.producer();
            if (producer.isPresent() && seen.add(tensor)) {
                Operator operator = producer.get();
                String name = known.contains(tensor.name()) ? tensor.name() : names.getOrDefault(tensor, "");
                bias(operator).filter(bias -> !name.isEmpty()).ifPresent(bias -> biases.put(name, bias));
                if (PASSING.contains(operator.type())) {
                    left.addAll(operator.inputs());
                }
                if (operator.isConversion()) {
                    operator.inputs().forEach(input -> names.put(input, name));
                }
            }
        }
        return biases;
    }

    /** The integers of a bias that are this operator's alone, and reach its output as they are. */
    private static Optional<Tensor> bias(Operator operator) {
        return OperatorRules.of(operator.type())
                .flatMap(OperatorRule::bias)
                .filter(slot -> operator.options().fusedActivation().equals("NONE"))
                .flatMap(slot -> operator.input(slot.input()))
                .filter(bias -> bias.type() == TensorType.INT32 || bias.type() == TensorType.INT64)
                .filter(bias -> bias.isConstant()
                        && bias.consumers().size() == 1
                        && bias.quantization().isPresent());
    }

    private static boolean takeOut(Difference difference, Tensor bias, ModelEditor editor) {
        List<Double> shifts = difference.shifts();
        var scales = bias.quantization().orElseThrow();
        var values = BiasIntegers.of(bias);
        if (values.count() != shifts.size()) {
            return false;
        }
        boolean changed = false;
        for (int c = 0; c < values.count(); c++) {
            float scale = scales.scale(scales.isPerChannel() ? c : 0);
            long steps =
                    Math.round(certain(shifts.get(c), difference.shiftErrors().get(c)) / scale);
            changed |= values.subtract(c, steps);
        }
        if (changed) {
            editor.tensor(bias).data(values.content());
        }
        return changed;
    }

    private static double certain(double shift, double error) {
        double part = 1 - (error / shift) * (error / shift);
        // Not where either is not a number.
        return part > 0 ? shift * part : 0;
    }
}
