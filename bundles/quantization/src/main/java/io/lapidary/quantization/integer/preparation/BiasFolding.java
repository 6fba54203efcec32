package io.lapidary.quantization.integer.preparation;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.integer.rule.OperatorRules;

/**
 * Makes biases of constants that are added behind a linear layer, directly or after a change of shape, as layers over sequences
 * have them: sums are then rounded to integers once instead of twice, and an operator less runs.
 */
final class BiasFolding {
    private final ModelEditor editor;
    private final Annotations annotations;
    private final Predicate<Operator> mayChange;
    private int folded;

    /** @param mayChange tells operators that the request does not leave as they are */
    BiasFolding(ModelEditor editor, Annotations annotations, Predicate<Operator> mayChange) {
        this.editor = editor;
        this.annotations = annotations;
        this.mayChange = mayChange;
    }

    /** @return how many additions became biases */
    int fold(List<Subgraph> graphs) {
        for (Subgraph graph : graphs) {
            for (Operator operator : List.copyOf(graph.operators())) {
                addition(operator).ifPresent(this::fold);
            }
        }
        return folded;
    }

    /**
     * @param operator ADD or SUB
     * @param layer whose outputs it adds to
     * @param bias where the layer has its bias
     * @param terms what the constant adds to each output channel
     * @param between RESHAPE operators from the layer to the addition
     */
    private record Addition(
            Operator operator, Operator layer, OperatorRule.Bias bias, List<Operator> between, float[] terms) {}

    private Optional<Addition> addition(Operator operator) {
        boolean adds = operator.type() == BuiltinOperator.ADD;
        if (!adds && operator.type() != BuiltinOperator.SUB || !mayChange.test(operator)) {
            return Optional.empty();
        }
        return addition(operator, 0, 1, adds ? 1 : -1).or(() -> adds ? addition(operator, 1, 0, 1) : Optional.empty());
    }

    private Optional<Addition> addition(Operator operator, int data, int constant, int sign) {
        Tensor sum = operator.input(data).orElseThrow();
        Tensor added = operator.input(constant).orElseThrow();
        if (!isPlain(added) || !sum.shape().equals(operator.output().shape())) {
            return Optional.empty();
        }
        var between = new ArrayList<Operator>();
        Tensor made = sum;
        while (isPassed(made) && made.producer().orElseThrow().type() == BuiltinOperator.RESHAPE) {
            between.add(0, made.producer().orElseThrow());
            made = between.get(0).input(0).orElseThrow();
        }
        if (!isPassed(made)) {
            return Optional.empty();
        }
        Operator layer = made.producer().orElseThrow();
        return OperatorRules.of(layer.type())
                .flatMap(OperatorRule::bias)
                .filter(bias -> takesBias(layer, bias))
                .flatMap(bias -> terms(added, channels(layer, bias), sum.shape(), sign)
                        .map(terms -> new Addition(operator, layer, bias, between, terms)));
    }

    private static int channels(Operator layer, OperatorRule.Bias bias) {
        Shape weights = layer.input(bias.weight().input()).orElseThrow().shape();
        return weights.rank() > bias.weight().axis() ? weights.dim(bias.weight().axis()) : 0;
    }

    private static boolean isPlain(Tensor constant) {
        return constant.isConstant()
                && constant.type() == TensorType.FLOAT32
                && constant.shape().isStatic()
                && !constant.isSparse()
                && constant.externalBuffer().isEmpty();
    }

    /** Whether an operator makes the tensor, and one other is all that reads it. */
    private static boolean isPassed(Tensor tensor) {
        return tensor.producer().isPresent()
                && tensor.consumers().size() == 1
                && !tensor.isOutput()
                && tensor.type() == TensorType.FLOAT32;
    }

    private boolean takesBias(Operator layer, OperatorRule.Bias slot) {
        Optional<Tensor> bias = layer.input(slot.input());
        return mayChange.test(layer)
                && layer.options().fusedActivation().equals("NONE")
                && bias.map(BiasFolding::isPlain).orElse(true)
                && bias.flatMap(known -> annotations.of(known).find(Annotation.BiasShift.class))
                        .isEmpty();
    }

    /** The constant by channel; empty unless it is one number, or lies along the last axes, which are all the channels. */
    private static Optional<float[]> terms(Tensor added, int channels, Shape sum, int sign) {
        float[] terms = new float[channels];
        FloatBuffer values = added.data().asFloatBuffer();
        if (values.remaining() == 1) {
            Arrays.fill(terms, sign * values.get(0));
            return Optional.of(terms);
        }
        int[] own = added.shape().dims();
        int ones = 0;
        while (ones < own.length && own[ones] == 1) {
            ones++;
        }
        int[] along = Arrays.copyOfRange(own, ones, own.length);
        int[] all = sum.dims();
        boolean fits = channels > 0
                && values.remaining() == channels
                && along.length <= all.length
                && Arrays.equals(along, Arrays.copyOfRange(all, all.length - along.length, all.length));
        for (int c = 0; fits && c < channels; c++) {
            terms[c] = sign * values.get(c);
        }
        return fits ? Optional.of(terms) : Optional.empty();
    }

    private void fold(Addition addition) {
        Operator operator = addition.operator();
        int slot = addition.bias().input();
        Operator layer = addition.layer();
        float[] terms = addition.terms();
        layer.input(slot).ifPresent(bias -> {
            FloatBuffer values = bias.data().asFloatBuffer();
            for (int c = 0; c < terms.length; c++) {
                terms[c] += values.get(c);
            }
        });
        GraphEditor graph = editor.graph(operator.subgraph());
        Tensor bias = graph.addTensor(
                        graph.uniqueName(operator.output().name() + "/bias"),
                        TensorType.FLOAT32,
                        Shape.of(terms.length))
                .data(BufferContent.ofFloats(terms))
                .tensor();
        editor.operator(layer)
                .input(slot, bias)
                .option("fused_activation_function", operator.options().fusedActivation());
        Tensor sum = operator.output();
        var last = addition.between().isEmpty()
                ? layer
                : addition.between().get(addition.between().size() - 1);
        graph.remove(operator);
        rename(addition.between(), sum, graph);
        editor.operator(last).output(0, sum);
        folded++;
    }

    /**
     * Gives tensors between the layer and the sum, which hold more now, other names: who compares the model with the float one goes by
     * names. The sum's own goes to what the layer makes, unless it is the model's to keep.
     */
    private void rename(List<Operator> between, Tensor sum, GraphEditor graph) {
        for (Operator passed : between) {
            Tensor before = passed.input(0).orElseThrow();
            editor.tensor(before).name(graph.uniqueName(before.name() + "/biased"));
        }
        if (!between.isEmpty() && !sum.isOutput()) {
            String name = sum.name();
            editor.tensor(sum).name(graph.uniqueName(name + "/shaped"));
            editor.tensor(between.get(0).input(0).orElseThrow()).name(name);
        }
    }
}
