package io.lapidary.quantization.integer.preparation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.WeightDecision;
import io.lapidary.quantization.integer.rule.Reals;

/**
 * An activation whose channels can be scaled by factors of their own because a normalization takes them out again: what is made of it
 * is homogeneous, of some degree, in each channel's factor, as a mean is of degree 1, a variance of 2, its inverse root of -1; and
 * all that leaves is of degree 0. What is added on the way, as an epsilon to a variance, follows.
 *
 * @param maker CONV_2D, DEPTHWISE_CONV_2D or FULLY_CONNECTED; the activation's channels are its outputs
 * @param degrees of what is made of the activation, itself among it, as far as they are not 0
 * @param sums that have a constant, which follows
 */
record NormalizedChannels(Operator maker, Map<Tensor, Integer> degrees, List<Sum> sums) {
    /** @param degree by which the constant follows the channels' factors */
    record Sum(Operator operator, int input, int degree) {}

    private static final Set<String> HOMOGENEOUS_ACTIVATIONS = Set.of("NONE", "RELU");

    /** @param decisions of earlier steps, which stand against channels whose decided numbers could not be scaled */
    static List<NormalizedChannels> of(Subgraph graph, Function<Tensor, WeightDecision> decisions) {
        var found = new ArrayList<NormalizedChannels>();
        for (Operator maker : graph.operators()) {
            if (BalancedPair.isScalable(maker)
                    && BalancedPair.isMakerOpen(maker, decisions)
                    && HOMOGENEOUS_ACTIVATIONS.contains(maker.options().fusedActivation())) {
                var channels = new NormalizedChannels(maker, new LinkedHashMap<>(), new ArrayList<>());
                if (channels.areFree(graph)
                        && channels.degrees.keySet().stream()
                                .noneMatch(tensor -> decisions.apply(tensor).isBinding())) {
                    found.add(channels);
                }
            }
        }
        return found;
    }

    Tensor tensor() {
        return maker.output();
    }

    int channels() {
        return BalancedPair.makerChannels(maker);
    }

    private boolean areFree(Subgraph graph) {
        if (!isByChannel(tensor()) || tensor().consumers().isEmpty() || !add(tensor(), Optional.of(1))) {
            return false;
        }
        int position = graph.operators().indexOf(maker);
        for (Operator operator :
                graph.operators().subList(position + 1, graph.operators().size())) {
            boolean touched = operator.inputs().stream().anyMatch(degrees::containsKey);
            if (touched && !(operator.outputs().size() == 1 && add(operator.output(), degree(operator)))) {
                return false;
            }
        }
        return true;
    }

    private boolean add(Tensor tensor, Optional<Integer> degree) {
        if (degree.isEmpty()) {
            return false;
        }
        if (degree.get() != 0) {
            degrees.put(tensor, degree.get());
        }
        return degree.get() == 0 || isByChannel(tensor) && !tensor.isOutput();
    }

    /** Whether the last axis counts the channels. */
    private boolean isByChannel(Tensor tensor) {
        return Reals.isReal(tensor)
                && tensor.shape().rank() > 0
                && tensor.shape().last() == channels();
    }

    /** Of the output; empty where it has none. */
    private Optional<Integer> degree(Operator operator) {
        if (!HOMOGENEOUS_ACTIVATIONS.contains(operator.options().fusedActivation())) {
            return Optional.empty();
        }
        return switch (operator.type()) {
            case RELU, LEAKY_RELU -> Optional.of(degree(operator, 0));
            case RESHAPE, SQUEEZE, EXPAND_DIMS -> Optional.of(degree(operator, 0));
            case MEAN, SUM -> Optional.of(degree(operator, 0)).filter(degree -> isOverOthers(operator));
            case ADD, SUB -> sum(operator);
            case SQUARED_DIFFERENCE ->
                Optional.of(2 * degree(operator, 0)).filter(degree -> degree(operator, 0) == degree(operator, 1));
            case MUL -> Optional.of(degree(operator, 0) + degree(operator, 1));
            case DIV -> Optional.of(degree(operator, 0) - degree(operator, 1));
            case SQRT -> half(degree(operator, 0));
            case RSQRT -> half(degree(operator, 0)).map(degree -> -degree);
            default -> Optional.empty();
        };
    }

    private int degree(Operator operator, int input) {
        return operator.input(input)
                .map(tensor -> degrees.getOrDefault(tensor, 0))
                .orElse(0);
    }

    private static Optional<Integer> half(int degree) {
        return degree % 2 == 0 ? Optional.of(degree / 2) : Optional.empty();
    }

    /** Whether a reduction leaves the last axis alone. */
    private static boolean isOverOthers(Operator reduction) {
        int last = reduction.input(0).orElseThrow().shape().rank() - 1;
        return reduction
                .input(1)
                .filter(axes -> axes.isConstant() && axes.type() == TensorType.INT32)
                .map(axes -> axes.data().asIntBuffer())
                .filter(axes ->
                        IntStream.range(0, axes.limit()).noneMatch(i -> Math.floorMod(axes.get(i), last + 1) == last))
                .isPresent();
    }

    private Optional<Integer> sum(Operator operator) {
        for (int i = 0; i < 2; i++) {
            Tensor added = operator.input(i).orElseThrow();
            int degree = degree(operator, 1 - i);
            if (added.isConstant()
                    && (added.shape().elements() == 1
                            || isByChannel(added) && added.shape().elements() == channels())) {
                sums.add(new Sum(operator, i, degree));
                return Optional.of(degree);
            }
        }
        return Optional.of(degree(operator, 0)).filter(degree -> degree == degree(operator, 1));
    }
}
