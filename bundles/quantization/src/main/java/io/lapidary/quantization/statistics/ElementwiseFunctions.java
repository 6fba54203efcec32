package io.lapidary.quantization.statistics;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;

/** What operators compute that are functions of one number, the same for every element. */
public final class ElementwiseFunctions {
    private static final Map<BuiltinOperator, DoubleUnaryOperator> FUNCTIONS = new EnumMap<>(BuiltinOperator.class);

    static {
        FUNCTIONS.put(BuiltinOperator.RELU, x -> Math.max(0, x));
        FUNCTIONS.put(BuiltinOperator.RELU6, x -> Math.max(0, Math.min(6, x)));
        FUNCTIONS.put(BuiltinOperator.RELU_N1_TO_1, x -> Math.max(-1, Math.min(1, x)));
        FUNCTIONS.put(BuiltinOperator.RELU_0_TO_1, x -> Math.max(0, Math.min(1, x)));
        FUNCTIONS.put(BuiltinOperator.LOGISTIC, x -> 1 / (1 + StrictMath.exp(-x)));
        FUNCTIONS.put(BuiltinOperator.TANH, StrictMath::tanh);
        FUNCTIONS.put(BuiltinOperator.ELU, x -> x < 0 ? StrictMath.expm1(x) : x);
        FUNCTIONS.put(BuiltinOperator.HARD_SWISH, x -> x * Math.max(0, Math.min(6, x + 3)) / 6);
        FUNCTIONS.put(BuiltinOperator.EXP, StrictMath::exp);
        FUNCTIONS.put(BuiltinOperator.LOG, StrictMath::log);
        FUNCTIONS.put(BuiltinOperator.SQRT, Math::sqrt);
        FUNCTIONS.put(BuiltinOperator.RSQRT, x -> 1 / Math.sqrt(x));
        FUNCTIONS.put(BuiltinOperator.SQUARE, x -> x * x);
        FUNCTIONS.put(BuiltinOperator.ABS, Math::abs);
        FUNCTIONS.put(BuiltinOperator.NEG, x -> -x);
        FUNCTIONS.put(BuiltinOperator.SIN, StrictMath::sin);
        FUNCTIONS.put(BuiltinOperator.COS, StrictMath::cos);
        FUNCTIONS.put(BuiltinOperator.FLOOR, Math::floor);
        FUNCTIONS.put(BuiltinOperator.CEIL, Math::ceil);
        FUNCTIONS.put(BuiltinOperator.ROUND, Math::rint);
        FUNCTIONS.put(BuiltinOperator.SIGN, Math::signum);
        FUNCTIONS.put(BuiltinOperator.ZEROS_LIKE, x -> 0);
    }

    private ElementwiseFunctions() {}

    /** The types of operator that are such functions. */
    static Set<BuiltinOperator> types() {
        var types = EnumSet.copyOf(FUNCTIONS.keySet());
        types.add(BuiltinOperator.LEAKY_RELU);
        types.add(BuiltinOperator.GELU);
        return types;
    }

    /** An operator's function; empty if it is none. */
    public static Optional<DoubleUnaryOperator> of(Operator operator) {
        return switch (operator.type()) {
            case LEAKY_RELU -> Optional.of(leaky(operator.options().floatValue("alpha")));
            case GELU -> Optional.of(gelu(operator.options().booleanValue("approximate")));
            default -> Optional.ofNullable(FUNCTIONS.get(operator.type()));
        };
    }

    private static DoubleUnaryOperator leaky(float alpha) {
        return x -> x < 0 ? alpha * x : x;
    }

    private static DoubleUnaryOperator gelu(boolean approximate) {
        double root = Math.sqrt(2 / Math.PI);
        return approximate
                ? x -> x / 2 * (1 + StrictMath.tanh(root * (x + 0.044715 * x * x * x)))
                : x -> x * NormalShare.below(x);
    }
}
