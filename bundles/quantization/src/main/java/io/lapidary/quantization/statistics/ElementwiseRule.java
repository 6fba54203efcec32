package io.lapidary.quantization.statistics;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;

/** Functions of one number. */
final class ElementwiseRule implements StatisticsRule {
    private static final Set<BuiltinOperator> STEEP =
            Set.of(BuiltinOperator.EXP, BuiltinOperator.LOG, BuiltinOperator.RSQRT);
    /** The types of operator that it tells of. */
    static Set<BuiltinOperator> types() {
        var types = EnumSet.copyOf(ElementwiseFunctions.types());
        types.add(BuiltinOperator.PRELU);
        return types;
    }

    @Override
    public List<Distribution> of(Operator operator, Known known) {
        boolean steep = STEEP.contains(operator.type());
        Optional<ChannelFunction> function = operator.type() == BuiltinOperator.PRELU
                ? slopes(operator)
                : ElementwiseFunctions.of(operator).map(plain -> (channel, x) -> plain.applyAsDouble(x));
        int channels = operator.type() == BuiltinOperator.PRELU ? Channels.of(operator.output()) : 1;
        return known.distribution(operator, 0)
                .flatMap(input -> function.filter(found -> channels > 0)
                        .map(found -> input.widened(channels).then(found, steep)))
                .map(List::of)
                .orElse(List.of());
    }

    /** A slope for each channel; empty where they differ from place to place. */
    private static Optional<ChannelFunction> slopes(Operator operator) {
        return operator.input(1)
                .filter(Tensor::isConstant)
                .flatMap(ConstantChannels::of)
                .map(slopes -> (channel, x) -> x < 0 ? slopes[channel % slopes.length] * x : x);
    }
}
