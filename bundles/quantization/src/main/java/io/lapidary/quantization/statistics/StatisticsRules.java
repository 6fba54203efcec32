package io.lapidary.quantization.statistics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.TensorType;

/** The rule of each type of operator. A type that stands here nowhere tells nothing. */
final class StatisticsRules {
    private static final StatisticsRule NOTHING = (operator, known) -> List.of();
    private static final Map<BuiltinOperator, StatisticsRule> RULES = new EnumMap<>(BuiltinOperator.class);

    static {
        var linear = new LinearRule();
        var matrix = new MatrixRule();
        Stream.of(
                        BuiltinOperator.CONV_2D,
                        BuiltinOperator.DEPTHWISE_CONV_2D,
                        BuiltinOperator.TRANSPOSE_CONV,
                        BuiltinOperator.FULLY_CONNECTED)
                .forEach(type -> RULES.put(type, linear));
        RULES.put(BuiltinOperator.BATCH_MATMUL, (operator, known) -> {
            var made = linear.of(operator, known);
            return made.isEmpty() ? matrix.of(operator, known) : made;
        });
        put(ElementwiseRule.types(), new ElementwiseRule());
        put(PairRule.types(), new PairRule());
        put(PassingRule.IN_ORDER, new PassingRule());
        put(PassingRule.IN_SOME_ORDER, new PassingRule());
        put(ReductionRule.types(), new ReductionRule());
        put(JoinRule.TYPES, new JoinRule());
        put(MixingRule.TYPES, new MixingRule());
        put(
                List.of(
                        BuiltinOperator.SOFTMAX,
                        BuiltinOperator.LOG_SOFTMAX,
                        BuiltinOperator.L2_NORMALIZATION,
                        BuiltinOperator.LSTM,
                        BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM),
                new FixedRule());
        RULES.put(BuiltinOperator.EMBEDDING_LOOKUP, (operator, known) -> one(known, operator, 1));
        RULES.put(BuiltinOperator.FILL, (operator, known) -> one(known, operator, 1));
        RULES.put(BuiltinOperator.CAST, (operator, known) -> truth(operator));
    }

    private StatisticsRules() {}

    private static void put(Iterable<BuiltinOperator> types, StatisticsRule rule) {
        types.forEach(type -> RULES.put(type, rule));
    }

    private static List<Distribution> one(Known known, Operator operator, int input) {
        return known.statistics(operator, input)
                .map(found -> List.of(Distribution.of(found)))
                .orElse(List.of());
    }

    /** What is true or false is 1 or 0. */
    private static List<Distribution> truth(Operator operator) {
        boolean binary = operator.input(0)
                .filter(tensor -> tensor.type() == TensorType.BOOL)
                .isPresent();
        return binary ? List.of(Distribution.of(ChannelStatistics.of(0.5, 0.25, 0, 1))) : List.of();
    }

    static StatisticsRule of(Operator operator) {
        return RULES.getOrDefault(operator.type(), NOTHING);
    }
}
