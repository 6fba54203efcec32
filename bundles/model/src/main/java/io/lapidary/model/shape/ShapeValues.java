package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.*;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;

/** Arithmetic that graphs do with shapes, so that a RESHAPE behind it can be inferred. */
final class ShapeValues {
    /** Shapes are short; more elements than this are data. */
    static final int MOST_ELEMENTS = 4096;

    private ShapeValues() {}

    static Map<BuiltinOperator, ValueRule> rules() {
        var rules = new EnumMap<BuiltinOperator, ValueRule>(BuiltinOperator.class);
        rules.put(SHAPE, op -> IntStream.of(op.shape(0).dims()).asLongStream().toArray());
        rules.put(RANK, op -> new long[] {op.shape(0).rank()});
        for (var same : List.of(CAST, RESHAPE, SQUEEZE, EXPAND_DIMS)) {
            rules.put(same, op -> op.values(0));
        }
        rules.put(STRIDED_SLICE, op -> StridedSlice.of(op).pick(op.values(0)));
        rules.put(SLICE, ShapeValues::slice);
        rules.put(GATHER, op -> gather(op.values(0), op.values(1)));
        for (var join : List.of(PACK, CONCATENATION)) {
            rules.put(join, ShapeValues::join);
        }
        rules.put(FILL, op -> {
            long[] values = new long[small(Dimensions.shape(op.values(0)).elements())];
            Arrays.fill(values, op.value(1));
            return values;
        });
        rules.put(RANGE, ShapeValues::range);
        rules.put(
                BROADCAST_ARGS,
                op -> IntStream.of(Dimensions.broadcast(Dimensions.shape(op.values(0)), Dimensions.shape(op.values(1)))
                                .dims())
                        .asLongStream()
                        .toArray());
        rules.put(NEG, op -> LongStream.of(op.values(0)).map(Math::negateExact).toArray());
        binary(rules, ADD, Math::addExact);
        binary(rules, SUB, Math::subtractExact);
        binary(rules, MUL, Math::multiplyExact);
        binary(rules, DIV, (left, right) -> left / right);
        binary(rules, FLOOR_DIV, Math::floorDiv);
        binary(rules, FLOOR_MOD, Math::floorMod);
        binary(rules, MAXIMUM, Math::max);
        binary(rules, MINIMUM, Math::min);
        reduce(rules, REDUCE_PROD, 1, Math::multiplyExact);
        reduce(rules, SUM, 0, Math::addExact);
        reduce(rules, REDUCE_MAX, Long.MIN_VALUE, Math::max);
        reduce(rules, REDUCE_MIN, Long.MAX_VALUE, Math::min);
        return rules;
    }

    static long[] range(OperatorView op) {
        long start = op.value(0);
        long limit = op.value(1);
        long delta = op.value(2);
        if (delta == 0) {
            throw new UnknownShape("a range has the step 0");
        }
        long count = Math.max(0, (limit - start + delta - Long.signum(delta)) / delta);
        return LongStream.range(0, small(count)).map(i -> start + i * delta).toArray();
    }

    private static long[] slice(OperatorView op) {
        long[] values = op.values(0);
        int begin = op.value(1);
        int size = op.value(2);
        return Arrays.copyOfRange(values, begin, size == Shape.DYNAMIC ? values.length : begin + size);
    }

    private static long[] gather(long[] values, long[] indices) {
        return LongStream.of(indices)
                .map(index -> values[Math.toIntExact(index)])
                .toArray();
    }

    private static long[] join(OperatorView op) {
        var joined = LongStream.empty();
        int count = 0;
        for (int i = 0; i < op.inputCount(); i++) {
            long[] values = op.values(i);
            count = small((long) count + values.length);
            joined = LongStream.concat(joined, LongStream.of(values));
        }
        return joined.toArray();
    }

    private static void binary(
            Map<BuiltinOperator, ValueRule> rules, BuiltinOperator type, LongBinaryOperator operation) {
        rules.put(type, op -> {
            long[] left = op.values(0);
            long[] right = op.values(1);
            int count = Math.max(left.length, right.length);
            if (left.length != count && left.length != 1 || right.length != count && right.length != 1) {
                throw new UnknownShape(left.length + " and " + right.length + " values do not broadcast");
            }
            return IntStream.range(0, count)
                    .mapToLong(i ->
                            operation.applyAsLong(left[left.length == 1 ? 0 : i], right[right.length == 1 ? 0 : i]))
                    .toArray();
        });
    }

    private static void reduce(
            Map<BuiltinOperator, ValueRule> rules, BuiltinOperator type, long identity, LongBinaryOperator operation) {
        rules.put(type, op -> {
            if (op.shape(0).rank() != 1) {
                throw new UnknownShape("values of more than one dimension are reduced");
            }
            return new long[] {LongStream.of(op.values(0)).reduce(identity, operation)};
        });
    }

    private static int small(long count) {
        if (count > MOST_ELEMENTS) {
            throw new UnknownShape(count + " values are more than a shape has");
        }
        return (int) count;
    }
}
