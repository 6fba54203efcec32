package io.lapidary.quantization.integer.rule;

import java.nio.FloatBuffer;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** Signs that follow from the graph alone, in symmetric integers as in real numbers. */
final class Signs {
    private static final Set<BuiltinOperator> MAKE_NONE = Set.of(
            BuiltinOperator.RELU,
            BuiltinOperator.RELU6,
            BuiltinOperator.RELU_0_TO_1,
            BuiltinOperator.ABS,
            BuiltinOperator.EXP,
            BuiltinOperator.LOGISTIC,
            BuiltinOperator.SOFTMAX,
            BuiltinOperator.SQUARE,
            BuiltinOperator.SQUARED_DIFFERENCE,
            BuiltinOperator.SQRT,
            BuiltinOperator.RSQRT);
    /** They make sums, products, parts or copies of their inputs. */
    private static final Set<BuiltinOperator> KEEP = Set.of(
            BuiltinOperator.ADD,
            BuiltinOperator.MUL,
            BuiltinOperator.MEAN,
            BuiltinOperator.SUM,
            BuiltinOperator.MAXIMUM,
            BuiltinOperator.RESHAPE,
            BuiltinOperator.SQUEEZE,
            BuiltinOperator.EXPAND_DIMS,
            BuiltinOperator.TRANSPOSE);

    private static final int DEEPEST = 8;

    private Signs() {}

    /** Whether no element can be below 0. */
    static boolean isNeverNegative(Tensor tensor) {
        return isNeverNegative(tensor, DEEPEST);
    }

    private static boolean isNeverNegative(Tensor tensor, int depth) {
        if (tensor.isConstant()) {
            return Reals.isReal(tensor) && holdsNone(tensor.data().asFloatBuffer());
        }
        return tensor.producer().filter(maker -> makesNone(maker, depth)).isPresent();
    }

    private static boolean makesNone(Operator maker, int depth) {
        boolean clipped = Set.of("RELU", "RELU6").contains(maker.options().fusedActivation());
        boolean square = maker.type() == BuiltinOperator.MUL && maker.input(0).equals(maker.input(1));
        if (MAKE_NONE.contains(maker.type()) || clipped || square) {
            return true;
        }
        return depth > 0
                && KEEP.contains(maker.type())
                && maker.inputs().stream().filter(Reals::isReal).allMatch(input -> isNeverNegative(input, depth - 1));
    }

    private static boolean holdsNone(FloatBuffer values) {
        while (values.hasRemaining()) {
            if (!(values.get() >= 0)) {
                return false;
            }
        }
        return true;
    }
}
