package io.lapidary.backend.cpu.internal.place;

import static io.lapidary.backend.cpu.internal.place.Kind.FLOAT32;
import static io.lapidary.backend.cpu.internal.place.Kind.INT8;
import static io.lapidary.backend.cpu.internal.place.Kind.UINT8;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;

/** Which operators the XNNPACK of TensorFlow Lite 2.21 takes, and when: one line per operator. A test asks the interpreter itself. */
final class XnnpackRules {
    private static final Condition ACTIVATION = Conditions::activation;
    private static final Condition ALIKE = Weights.alike(1, 2);
    private static final Map<BuiltinOperator, Rule> RULES = new EnumMap<>(BuiltinOperator.class);

    static {
        floatOnly();
        elementwise();
        weighted();
        pooling();
        reductions();
        movement();
    }

    private XnnpackRules() {}

    /** The rule for an operator; empty if XNNPACK never takes it. */
    static Optional<Rule> of(BuiltinOperator type) {
        return Optional.ofNullable(RULES.get(type));
    }

    private static void floatOnly() {
        for (BuiltinOperator unary : List.of(
                BuiltinOperator.ABS,
                BuiltinOperator.CEIL,
                BuiltinOperator.COS,
                BuiltinOperator.EXP,
                BuiltinOperator.FLOOR,
                BuiltinOperator.GELU,
                BuiltinOperator.HARD_SWISH,
                BuiltinOperator.NEG,
                BuiltinOperator.RELU,
                BuiltinOperator.RELU6,
                BuiltinOperator.RELU_N1_TO_1,
                BuiltinOperator.ROUND,
                BuiltinOperator.RSQRT,
                BuiltinOperator.SIN,
                BuiltinOperator.SQRT,
                BuiltinOperator.SQUARE)) {
            RULES.put(unary, Rule.of(FLOAT32));
        }
        for (BuiltinOperator binary :
                List.of(BuiltinOperator.MAXIMUM, BuiltinOperator.MINIMUM, BuiltinOperator.SQUARED_DIFFERENCE)) {
            RULES.put(binary, Rule.of(FLOAT32).data(0, 1));
        }
        RULES.put(BuiltinOperator.DIV, Rule.of(FLOAT32).data(0, 1).when(ACTIVATION));
        RULES.put(BuiltinOperator.PRELU, Rule.of(FLOAT32).when(Conditions.constant(1, "slope")));
        RULES.put(BuiltinOperator.SOFTMAX, Rule.of(FLOAT32).when(Conditions::softmaxBeta));
    }

    private static void elementwise() {
        var add = Scales.each(1.0 / 1024, 256);
        RULES.put(BuiltinOperator.ADD, all().data(0, 1).when(ACTIVATION, add));
        RULES.put(BuiltinOperator.SUB, all().data(0, 1).when(ACTIVATION, add));
        RULES.put(BuiltinOperator.MUL, all().data(0, 1).when(ACTIVATION, Scales.product(1.0 / 65536, 256)));
        RULES.put(BuiltinOperator.LOGISTIC, all());
        RULES.put(BuiltinOperator.TANH, all());
        RULES.put(BuiltinOperator.ELU, Rule.of(FLOAT32, INT8));
        RULES.put(BuiltinOperator.LEAKY_RELU, all().when(Conditions::leakySlope, Scales::leaky));
    }

    private static void weighted() {
        RULES.put(BuiltinOperator.CONV_2D, all().when(ACTIVATION, new Weights(0, 1, 2, 0, true, true, false), ALIKE));
        RULES.put(
                BuiltinOperator.DEPTHWISE_CONV_2D,
                all().when(ACTIVATION, new Weights(0, 1, 2, 3, true, false, false), ALIKE));
        RULES.put(
                BuiltinOperator.FULLY_CONNECTED,
                all().when(
                                ACTIVATION,
                                Conditions.option("weights_format", 0),
                                new Weights(0, 1, 2, 0, false, true, true),
                                ALIKE));
        RULES.put(
                BuiltinOperator.TRANSPOSE_CONV,
                all().data(2)
                        .when(
                                ACTIVATION,
                                Conditions.constant(0, "output shape"),
                                new Weights(2, 1, 3, 0, false, true, false)));
        RULES.put(BuiltinOperator.BATCH_MATMUL, all().when(MatMul::refusal));
    }

    private static void pooling() {
        RULES.put(BuiltinOperator.AVERAGE_POOL_2D, Rule.of(FLOAT32).when(ACTIVATION, Conditions::pooling));
        RULES.put(BuiltinOperator.MAX_POOL_2D, all().when(ACTIVATION, Conditions::pooling, Conditions::sameScale));
    }

    private static void reductions() {
        var axes = Conditions.integers(1, "axis", v -> true, "");
        for (BuiltinOperator reduction : List.of(
                BuiltinOperator.MEAN, BuiltinOperator.SUM, BuiltinOperator.REDUCE_MAX, BuiltinOperator.REDUCE_MIN)) {
            RULES.put(reduction, all().when(axes));
        }
    }

    private static void movement() {
        RULES.put(
                BuiltinOperator.CONCATENATION,
                all().allData().when(ACTIVATION, Conditions.inputs(2, 5), Movement::concatenation));
        RULES.put(
                BuiltinOperator.SPLIT,
                all().data(1).when(Conditions.constant(0, "axis"), Conditions.outputs(2, 4), Movement::split));
        RULES.put(
                BuiltinOperator.PAD,
                all().when(Conditions.integers(1, "padding", v -> v >= 0, "to be 0 or more"), Conditions::sameScale));
        RULES.put(BuiltinOperator.RESHAPE, all().when(Conditions.constant(1, "shape"), Conditions::sameScale));
        RULES.put(
                BuiltinOperator.RESIZE_BILINEAR,
                all().when(Conditions.constant(1, "size"), Movement::image, Conditions::sameScale));
        RULES.put(
                BuiltinOperator.SLICE,
                all().when(
                                Conditions.integers(1, "begin", v -> v >= 0, "to be 0 or more"),
                                Conditions.integers(2, "size", v -> v > 0, "to be above 0"),
                                Conditions::sameScale));
        RULES.put(
                BuiltinOperator.STRIDED_SLICE,
                all().when(Conditions.STRIDED_SLICE.toArray(Condition[]::new)).when(Conditions::sameScale));
        RULES.put(BuiltinOperator.TRANSPOSE, all().when(Conditions.constant(1, "permutation"), Conditions::sameScale));
        RULES.put(BuiltinOperator.SPACE_TO_DEPTH, all().when(Movement::image, Conditions::sameScale));
        RULES.put(BuiltinOperator.DEPTH_TO_SPACE, all().when(Movement::image, Conditions::sameScale));
    }

    private static Rule all() {
        return Rule.of(FLOAT32, INT8, UINT8);
    }

    /** Conversions have rules of their own, for their types differ. */
    static Optional<String> conversion(Operator operator) {
        return operator.type() == BuiltinOperator.QUANTIZE
                ? Conversions.quantize(operator)
                : Conversions.dequantize(operator);
    }
}
