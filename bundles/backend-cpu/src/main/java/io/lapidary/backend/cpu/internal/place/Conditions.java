package io.lapidary.backend.cpu.internal.place;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** Conditions that several operators share; each names what it wants and what it found. */
final class Conditions {
    private static final Set<String> ACTIVATIONS = Set.of("NONE", "RELU", "RELU_N1_TO_1", "RELU6");

    private Conditions() {}

    /** Of the activations that can be fused into an operator, XNNPACK knows those that clip. */
    static Optional<String> activation(Operator operator) {
        String activation = operator.options().fusedActivation();
        return ACTIVATIONS.contains(activation)
                ? Optional.empty()
                : Optional.of("XNNPACK cannot fuse " + activation + " into " + operator.type() + ".");
    }

    /** An input is known before anything runs. */
    static Condition constant(int position, String what) {
        return operator -> operator.input(position)
                .filter(tensor -> !Constants.isKnown(tensor))
                .map(tensor -> "XNNPACK wants the " + what + " to be constant, and here it is computed.");
    }

    /** An input of integers is known, and each is allowed. */
    static Condition integers(int position, String what, LongPredicate allowed, String wanted) {
        return operator -> {
            if (operator.input(position).isEmpty()) {
                return Optional.of("It has no " + what + ".");
            }
            Optional<long[]> values = Constants.integers(operator, position);
            if (values.isEmpty()) {
                return Optional.of("XNNPACK wants the " + what + " to be constant.");
            }
            return Arrays.stream(values.get()).allMatch(allowed)
                    ? Optional.empty()
                    : Optional.of("XNNPACK wants each " + what + " " + wanted + ", and here are "
                            + Arrays.toString(values.get()) + ".");
        };
    }

    static Condition inputs(int least, int most) {
        return operator -> count(operator.inputCount(), least, most, operator, "inputs");
    }

    static Condition outputs(int least, int most) {
        return operator -> count(operator.outputCount(), least, most, operator, "outputs");
    }

    private static Optional<String> count(int count, int least, int most, Operator operator, String what) {
        return count >= least && count <= most
                ? Optional.empty()
                : Optional.of("XNNPACK takes " + operator.type() + " of " + least + " to " + most + " " + what
                        + ", and this one has " + count + ".");
    }

    /** An option has a certain value. */
    static Condition option(String name, long wanted) {
        return operator -> {
            long value = operator.options().longValue(name);
            return value == wanted
                    ? Optional.empty()
                    : Optional.of("XNNPACK wants " + name + " " + wanted + " of " + operator.type() + ", and it is "
                            + value + ".");
        };
    }

    static Optional<String> softmaxBeta(Operator operator) {
        float beta = operator.options().floatValue("beta");
        return beta == 1 ? Optional.empty() : Optional.of("XNNPACK wants a SOFTMAX of beta 1, and it is " + beta + ".");
    }

    static Optional<String> leakySlope(Operator operator) {
        float alpha = operator.options().floatValue("alpha");
        return Float.isFinite(alpha) && Math.abs(alpha) >= Float.MIN_NORMAL
                ? Optional.empty()
                : Optional.of("XNNPACK wants an ordinary slope other than zero, and it is " + alpha + ".");
    }

    /** A pooling window is at least as large as its stride, and moves if it is 1 by 1. */
    static Optional<String> pooling(Operator operator) {
        int height = operator.options().intValue("filter_height");
        int width = operator.options().intValue("filter_width");
        int strideH = operator.options().intValue("stride_h");
        int strideW = operator.options().intValue("stride_w");
        if (strideH > height || strideW > width) {
            return Optional.of("XNNPACK wants a pooling window no smaller than its stride, and it is " + height + " by "
                    + width + " at stride " + strideH + " by " + strideW + ".");
        }
        return Optional.empty();
    }

    /** 8-bit data passes through with its scale and zero point. */
    static Optional<String> sameScale(Operator operator) {
        Tensor output = operator.output();
        return operator.inputs().stream()
                .filter(t -> t.type() == output.type() && t.type().bits() == 8)
                .filter(t -> !Scales.equal(t, output))
                .findFirst()
                .map(t -> "XNNPACK wants 8-bit data that " + operator.type()
                        + " moves to keep its scale and zero point.");
    }

    /** Strides of 1 and no mask but those for begin and end. */
    static final List<Condition> STRIDED_SLICE = List.of(
            integers(1, "begin", v -> true, ""),
            integers(2, "end", v -> true, ""),
            integers(3, "stride", v -> v == 1, "to be 1"),
            option("ellipsis_mask", 0),
            option("new_axis_mask", 0),
            option("shrink_axis_mask", 0));
}
