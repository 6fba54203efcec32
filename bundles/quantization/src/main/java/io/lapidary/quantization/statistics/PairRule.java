package io.lapidary.quantization.statistics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/**
 * Functions of two numbers. Two of one origin make another function of it; so does one with a constant for each channel; others
 * are taken for independent.
 */
final class PairRule implements StatisticsRule {
    private static final Map<BuiltinOperator, DoubleBinaryOperator> FUNCTIONS = new EnumMap<>(BuiltinOperator.class);

    static {
        FUNCTIONS.put(BuiltinOperator.ADD, Double::sum);
        FUNCTIONS.put(BuiltinOperator.SUB, (a, b) -> a - b);
        FUNCTIONS.put(BuiltinOperator.MUL, (a, b) -> a * b);
        FUNCTIONS.put(BuiltinOperator.DIV, (a, b) -> a / b);
        FUNCTIONS.put(BuiltinOperator.MAXIMUM, Math::max);
        FUNCTIONS.put(BuiltinOperator.MINIMUM, Math::min);
        FUNCTIONS.put(BuiltinOperator.SQUARED_DIFFERENCE, (a, b) -> (a - b) * (a - b));
        FUNCTIONS.put(BuiltinOperator.POW, StrictMath::pow);
        FUNCTIONS.put(BuiltinOperator.ATAN2, StrictMath::atan2);
    }

    static Set<BuiltinOperator> types() {
        return FUNCTIONS.keySet();
    }

    static DoubleBinaryOperator function(BuiltinOperator type) {
        return FUNCTIONS.get(type);
    }

    @Override
    public List<Distribution> of(Operator operator, Known known) {
        return Centering.difference(operator, known)
                .map(difference -> Centering.made(operator, difference))
                .orElseGet(() -> pair(operator, known));
    }

    private static List<Distribution> pair(Operator operator, Known known) {
        DoubleBinaryOperator function = function(operator.type());
        Optional<Distribution> first = known.distribution(operator, 0);
        Optional<Distribution> second = known.distribution(operator, 1);
        if (first.isEmpty() || second.isEmpty() || crossesZero(operator, known)) {
            return List.of();
        }
        Optional<double[]> left = operator.input(0).filter(Tensor::isConstant).flatMap(ConstantChannels::of);
        Optional<double[]> right = operator.input(1).filter(Tensor::isConstant).flatMap(ConstantChannels::of);
        Distribution made;
        if (right.isPresent()) {
            double[] values = right.get();
            made = first.get()
                    .widened(values.length)
                    .then((channel, x) -> function.applyAsDouble(x, values[channel % values.length]), false);
        } else if (left.isPresent()) {
            double[] values = left.get();
            boolean steep = operator.type() == BuiltinOperator.DIV || operator.type() == BuiltinOperator.POW;
            made = second.get()
                    .widened(values.length)
                    .then((channel, x) -> function.applyAsDouble(values[channel % values.length], x), steep);
        } else if (first.get().origin() == second.get().origin()) {
            made = together(first.get(), second.get(), function);
        } else {
            made = independent(operator.type(), first.get(), second.get(), known.deviations());
        }
        return Activations.fused(made, operator);
    }

    private static Distribution independent(
            BuiltinOperator type, Distribution first, Distribution second, double deviations) {
        var pair = new Pair(first, second, deviations);
        return type == BuiltinOperator.SQUARED_DIFFERENCE
                ? Distribution.of(pair.statistics(BuiltinOperator.SUB)).then((channel, x) -> x * x, false)
                : Distribution.of(pair.statistics(type));
    }

    private static Distribution together(Distribution first, Distribution second, DoubleBinaryOperator function) {
        int channels = Channels.leastCommon(first.of().channels(), second.of().channels());
        return new Distribution(
                first.origin(),
                first.of().repeated(channels),
                (channel, x) -> function.applyAsDouble(
                        first.function().at(channel, x), second.function().at(channel, x)),
                first.steep() || second.steep());
    }

    /** A quotient may then be as large as can be. */
    private static boolean crossesZero(Operator operator, Known known) {
        return operator.type() == BuiltinOperator.DIV
                && known.statistics(operator, 1)
                        .filter(ChannelStatistics::crossesZero)
                        .isPresent();
    }
}
