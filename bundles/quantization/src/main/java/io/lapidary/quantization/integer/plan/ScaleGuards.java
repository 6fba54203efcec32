package io.lapidary.quantization.integer.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.integer.constant.WeightScales;
import io.lapidary.quantization.integer.rule.Obstacles;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.rule.Reals;
import io.lapidary.quantization.integer.rule.WeightChoice;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/**
 * Scales at which a kernel ends the process, fails or computes something else. Output scales are widened where that helps;
 * an operator that it does not help is to be computed in float32.
 */
final class ScaleGuards {
    /** XNNPACK refuses to create an operator whose products are 256 or more output steps. */
    private static final double LARGEST_RATIO = 255;
    /** The kernels' product of an input's and a weight's scale must be a float, with room for a multiplier. */
    private static final double LARGEST_PRODUCT = 0x1p100;

    /** Where an activation clips must be an int32 in steps of the output, with room for its zero point. */
    private static final double LARGEST_CLIP = 0x1p31 - 0x1p10;

    private static final double MARGIN = 1.01;

    private static final String TOO_LARGE = "its inputs are too large beside its output for its integer kernel";
    private static final String TOO_SMALL = "its output is too small beside where it clips for its integer kernel";

    private final IntegerScheme scheme;
    private final WeightChoice weights;
    private final Map<Tensor, Float> leastScales = new HashMap<>();

    ScaleGuards(IntegerScheme scheme, WeightChoice weights) {
        this.scheme = scheme;
        this.weights = weights;
    }

    /** Lower bounds found so far. */
    Map<Tensor, Float> leastScales() {
        return leastScales;
    }

    /**
     * Looks at every operator.
     *
     * @param islands is given those that must be computed in float32, with the reason
     * @return whether anything has to be assigned anew
     */
    boolean check(List<Operator> operators, ScaleAssignment scales, Map<Operator, String> islands) {
        boolean changed = false;
        for (Operator operator : operators) {
            Optional<String> reason = scaleObstacle(operator, scales);
            if (reason.isPresent()) {
                islands.put(operator, reason.get());
                changed = true;
            } else {
                changed |= widen(operator, scales, leastOutputScale(operator, scales), islands, TOO_LARGE);
                changed |= widen(operator, scales, clip(operator) / LARGEST_CLIP, islands, TOO_SMALL);
            }
        }
        return changed;
    }

    private boolean widen(
            Operator operator, ScaleAssignment scales, double least, Map<Operator, String> islands, String reason) {
        // What makes nothing has no output to be wide enough.
        if (!(least > 0)) {
            return false;
        }
        Tensor output = operator.output();
        if (scales.made(output).scale() >= least) {
            return false;
        }
        if (scales.isPinned(output) || !(least * MARGIN < LARGEST_PRODUCT)) {
            islands.put(operator, reason);
        } else {
            leastScales.merge(output, (float) (least * MARGIN), Math::max);
        }
        return true;
    }

    private Optional<String> scaleObstacle(Operator operator, ScaleAssignment scales) {
        return switch (operator.type()) {
            case SQRT, RSQRT -> {
                Affine input = scales.read(operator, 0);
                boolean negative = scheme == IntegerScheme.INT8 && input.zeroPoint() != scheme.least();
                yield Obstacles.when(negative, "its integer kernel fails on negative numbers, and its input has such");
            }
            default -> Optional.empty();
        };
    }

    /** The least scale that the operator's output may have; 0 for any. */
    private double leastOutputScale(Operator operator, ScaleAssignment scales) {
        return switch (operator.type()) {
            case ADD, SUB -> 2 * largestInput(operator, scales) / (scheme == IntegerScheme.INT8 ? 0x1p20 : 0x1p15);
            case SQUARED_DIFFERENCE -> 4 * Math.pow(largestInput(operator, scales), 2) / 0x1p14;
            case HARD_SWISH -> scales.read(operator, 0).scale() / 128.0;
            case MUL, BATCH_MATMUL -> product(operator, scales) / LARGEST_RATIO;
            case CONV_2D, DEPTHWISE_CONV_2D, TRANSPOSE_CONV, FULLY_CONNECTED ->
                weighted(operator, scales) / LARGEST_RATIO;
            case PRELU ->
                scales.read(operator, 0).scale()
                        * Math.max(1.0, slopes(operator).largest())
                        / LARGEST_RATIO;
            default -> hasFreeOutput(operator) ? largestInput(operator, scales) / 0x1p15 : 0;
        };
    }

    /** The largest magnitude that the operator's activation, its own or a fused one, lets through; 0 for none. */
    private static double clip(Operator operator) {
        return switch (operator.type()) {
            case RELU6 -> 6;
            case RELU_N1_TO_1, RELU_0_TO_1 -> 1;
            default ->
                switch (operator.options().fusedActivation()) {
                    case "RELU6" -> 6;
                    case "RELU_N1_TO_1" -> 1;
                    default -> 0;
                };
        };
    }

    private boolean hasFreeOutput(Operator operator) {
        OperatorRule rule = OperatorRules.of(operator.type()).orElseThrow();
        return rule.tie(scheme) == OperatorRule.Tie.FREE
                && rule.fixed(scheme).isEmpty()
                && Reals.isReal(operator.output());
    }

    private static double largestInput(Operator operator, ScaleAssignment scales) {
        return ScaleAssignment.dataUses(operator).stream()
                .mapToDouble(use -> scales.read(operator, use.input()).scale())
                .max()
                .orElse(0);
    }

    private static double product(Operator operator, ScaleAssignment scales) {
        return ScaleAssignment.dataUses(operator).stream()
                .mapToDouble(use -> scales.read(operator, use.input()).scale())
                .reduce(1, (a, b) -> a * b);
    }

    private double weighted(Operator operator, ScaleAssignment scales) {
        OperatorRule.Bias slot =
                OperatorRules.of(operator.type()).flatMap(OperatorRule::bias).orElseThrow();
        float input = scales.read(operator, slot.data()).scale();
        WeightScales chosen = weights.scales(operator, slot.weight());
        WeightScales wide = operator.input(slot.input())
                .map(bias -> chosen.holding(bias.data().asFloatBuffer(), input))
                .orElse(chosen);
        return (double) input * wide.largest();
    }

    private WeightScales slopes(Operator operator) {
        return weights.scales(
                operator,
                OperatorRules.of(operator.type())
                        .flatMap(rule -> rule.weight(1))
                        .orElseThrow());
    }
}
