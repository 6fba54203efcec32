package io.lapidary.quantization.statistics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** Functions of one number. */
final class ElementwiseRule implements StatisticsRule {
    private static final Set<BuiltinOperator> STEEP =
            Set.of(BuiltinOperator.EXP, BuiltinOperator.LOG, BuiltinOperator.RSQRT);
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

    /** The types of operator that it tells of. */
    static Set<BuiltinOperator> types() {
        var types = java.util.EnumSet.copyOf(FUNCTIONS.keySet());
        types.addAll(Set.of(BuiltinOperator.LEAKY_RELU, BuiltinOperator.GELU, BuiltinOperator.PRELU));
        return types;
    }

    @Override
    public List<Distribution> of(Operator operator, Known known) {
        boolean steep = STEEP.contains(operator.type());
        Optional<ChannelFunction> function = switch (operator.type()) {
            case LEAKY_RELU -> Optional.of(leaky(operator.options().floatValue("alpha")));
            case GELU -> Optional.of(gelu(operator.options().booleanValue("approximate")));
            case PRELU -> slopes(operator);
            default -> {
                DoubleUnaryOperator plain = FUNCTIONS.get(operator.type());
                yield Optional.of((channel, x) -> plain.applyAsDouble(x));
            }
        };
        int channels = operator.type() == BuiltinOperator.PRELU ? Channels.of(operator.output()) : 1;
        return known.distribution(operator, 0)
                .flatMap(input -> function.filter(found -> channels > 0)
                        .map(found -> input.widened(channels).then(found, steep)))
                .map(List::of)
                .orElse(List.of());
    }

    private static ChannelFunction leaky(float alpha) {
        return (channel, x) -> x < 0 ? alpha * x : x;
    }

    private static ChannelFunction gelu(boolean approximate) {
        double root = Math.sqrt(2 / Math.PI);
        return approximate
                ? (channel, x) -> x / 2 * (1 + StrictMath.tanh(root * (x + 0.044715 * x * x * x)))
                : (channel, x) -> x * NormalShare.below(x);
    }

    /** A slope for each channel; empty where they differ from place to place. */
    private static Optional<ChannelFunction> slopes(Operator operator) {
        return operator.input(1)
                .filter(Tensor::isConstant)
                .flatMap(ConstantChannels::of)
                .map(slopes -> (channel, x) -> x < 0 ? slopes[channel % slopes.length] * x : x);
    }
}
