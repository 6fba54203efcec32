package io.lapidary.quantization.integer.rule;

import static io.lapidary.quantization.integer.scheme.IntegerScheme.INT16X8;
import static io.lapidary.quantization.integer.scheme.IntegerScheme.INT8;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/**
 * The integer kernels of TensorFlow Lite 2.21, a row each; an operator without a row has none, or one that silently computes
 * something else. Sources: kernels/*.cc for types and scales, tools/versioning/op_version.cc for versions, the 8-bit
 * quantization specification for fixed scales, and measurements of one-operator models.
 */
public final class OperatorRules {
    private static final Map<BuiltinOperator, OperatorRule> RULES = new EnumMap<>(BuiltinOperator.class);
    /** They look at the shape of an input alone, whatever its type. */
    private static final Set<BuiltinOperator> TYPELESS = Set.of(BuiltinOperator.SHAPE, BuiltinOperator.RANK);

    static {
        products();
        arithmetic();
        functions();
        reductions();
        movers();
        choosers();
        passers();
        recurrent();
    }

    private OperatorRules() {}

    public static Optional<OperatorRule> of(BuiltinOperator type) {
        return Optional.ofNullable(RULES.get(type));
    }

    /** Those that have a kernel of the scheme. */
    public static Set<BuiltinOperator> types(IntegerScheme scheme) {
        var types = EnumSet.noneOf(BuiltinOperator.class);
        RULES.forEach((type, rule) -> {
            if (rule.has(scheme)) {
                types.add(type);
            }
        });
        return types;
    }

    /** Whether the operator takes its input in any type. */
    public static boolean isTypeless(Operator operator) {
        return TYPELESS.contains(operator.type());
    }

    /** Why an operator has to be computed in float32; empty if it has not. */
    public static Optional<String> obstacle(Operator operator, IntegerScheme scheme) {
        OperatorRule rule = RULES.get(operator.type());
        if (rule == null) {
            return Optional.of("it has no " + scheme.id() + " kernel that computes the same");
        }
        Optional<String> fused = Obstacles.fusedActivation(operator);
        if (fused.isPresent() && rule.stateful().isEmpty()) {
            return fused;
        }
        Optional<String> known = rule.obstacle(operator, scheme);
        return known.isPresent() ? known : constants(operator, rule);
    }

    private static Optional<String> constants(Operator operator, OperatorRule rule) {
        for (OperatorRule.Weight weight : rule.weights()) {
            if (operator.input(weight.input()).isEmpty()) {
                return Optional.of("it has no weights");
            }
            Optional<String> found = Obstacles.constant(operator, weight.input(), "weight");
            if (found.isPresent()) {
                return found;
            }
        }
        return rule.bias().flatMap(bias -> Obstacles.constant(operator, bias.input(), "bias"));
    }

    private static void products() {
        row(BuiltinOperator.CONV_2D, op -> isGrouped(op) ? 6 : 3, op -> 1)
                .weight(1, 0)
                .bias(2, 0, true)
                .unless(Obstacles::products);
        row(BuiltinOperator.DEPTHWISE_CONV_2D, op -> 3, op -> 1)
                .weight(1, 3)
                .bias(2, 0, true)
                .unless(Obstacles::products);
        row(BuiltinOperator.TRANSPOSE_CONV, OperatorRules::transposeConvVersion, op -> 3)
                .weight(1, 0)
                .bias(3, 2, false)
                .unless(Obstacles::products);
        row(BuiltinOperator.FULLY_CONNECTED, op -> 4, op -> 1)
                .weight(1, 0)
                .bias(2, 0, false)
                .unless(Obstacles::products)
                .unless(Obstacles::plainFormat);
        row(BuiltinOperator.BATCH_MATMUL, op -> 2, op -> 3).symmetric(1);
        row(BuiltinOperator.EMBEDDING_LOOKUP, op -> 1, op -> 1).same();
        row(BuiltinOperator.PRELU, op -> 1, op -> 1).weight(1, -1);
    }

    private static void arithmetic() {
        row(BuiltinOperator.ADD, op -> 2, op -> 3);
        row(BuiltinOperator.SUB, op -> 2, op -> 5);
        row(BuiltinOperator.MUL, op -> 2, op -> 4);
        row(BuiltinOperator.DIV, op -> 1, op -> 1).symmetric(1).unless(Obstacles::divisor);
        int8(BuiltinOperator.SQUARED_DIFFERENCE, 2);
        row(BuiltinOperator.MAXIMUM, op -> 2, op -> 4).same();
        row(BuiltinOperator.MINIMUM, op -> 2, op -> 4).same();
        row(BuiltinOperator.EQUAL, op -> 2, op -> 5);
        row(BuiltinOperator.NOT_EQUAL, op -> 2, op -> 4);
        // The int16 kernels compare raw numbers.
        row(BuiltinOperator.LESS, op -> 2, op -> 3).sameIn(INT16X8);
        row(BuiltinOperator.GREATER_EQUAL, op -> 2, op -> 3).sameIn(INT16X8);
        row(BuiltinOperator.LESS_EQUAL, op -> 2, op -> 1).sameIn(INT16X8);
        row(BuiltinOperator.GREATER, op -> 2, op -> 1).sameIn(INT16X8);
    }

    private static void functions() {
        row(BuiltinOperator.RELU, op -> 2, op -> 3);
        row(BuiltinOperator.RELU6, op -> 2, op -> 3);
        int8(BuiltinOperator.RELU_N1_TO_1, 1);
        int8(BuiltinOperator.RELU_0_TO_1, 1);
        row(BuiltinOperator.LEAKY_RELU, op -> 1, op -> 2);
        int8(BuiltinOperator.ELU, 1);
        row(BuiltinOperator.GELU, op -> 2, op -> 1);
        int8(BuiltinOperator.HARD_SWISH, 1);
        row(BuiltinOperator.LOGISTIC, op -> 2, op -> 3)
                .fixed(INT8, 0x1p-8f, -128)
                .fixed(INT16X8, 0x1p-15f, 0);
        row(BuiltinOperator.TANH, op -> 2, op -> 3).fixed(INT8, 0x1p-7f, 0).fixed(INT16X8, 0x1p-15f, 0);
        row(BuiltinOperator.SOFTMAX, op -> 2, op -> 3)
                .fixed(INT8, 0x1p-8f, -128)
                .fixed(INT16X8, 0x1p-15f, 0)
                .unless(Obstacles::rankAboveFour);
        int8(BuiltinOperator.LOG_SOFTMAX, 2).fixed(INT8, 0x1p-4f, 127);
        int8(BuiltinOperator.L2_NORMALIZATION, 2).fixed(INT8, 0x1p-7f, 0).unless(Obstacles::anyFusedActivation);
        row(BuiltinOperator.EXP, op -> 2, op -> 2);
        row(BuiltinOperator.LOG, op -> 2, op -> 2);
        row(BuiltinOperator.SQRT, op -> 2, op -> 2).unless(Obstacles::negative);
        row(BuiltinOperator.RSQRT, op -> 2, op -> 3).unless(Obstacles::negative);
        row(BuiltinOperator.ABS, op -> 2, op -> 3);
    }

    private static void reductions() {
        row(BuiltinOperator.AVERAGE_POOL_2D, op -> 2, op -> 3).same();
        row(BuiltinOperator.MAX_POOL_2D, op -> 2, op -> 3).same();
        row(BuiltinOperator.MEAN, op -> 2, op -> 3).unless(Obstacles::summands);
        row(BuiltinOperator.SUM, op -> 2, op -> 1).unless(Obstacles::summands);
        row(BuiltinOperator.REDUCE_MAX, op -> 2, op -> 3).same();
        row(BuiltinOperator.REDUCE_MIN, op -> 2, op -> 3).same();
        row(BuiltinOperator.REDUCE_PROD, op -> 2, op -> 2);
        int8(BuiltinOperator.ARG_MAX, 2);
        int8(BuiltinOperator.ARG_MIN, 2);
        row(BuiltinOperator.TOPK_V2, op -> 2, op -> 3).same();
    }

    private static void movers() {
        row(BuiltinOperator.CONCATENATION, op -> 2, op -> 3).same().unless(Obstacles::anyFusedActivation);
        row(BuiltinOperator.SPLIT, op -> 2, op -> 4).same();
        row(BuiltinOperator.SPLIT_V, op -> 2, op -> 1).same();
        row(BuiltinOperator.PACK, op -> 2, op -> 3).same();
        row(BuiltinOperator.UNPACK, op -> 2, op -> 4).same();
        row(BuiltinOperator.PAD, op -> 2, op -> rank(op) > 4 ? 4 : 3).same();
        row(BuiltinOperator.PADV2, op -> 2, op -> 3).same();
        row(BuiltinOperator.MIRROR_PAD, op -> 2, op -> 3).same();
        row(BuiltinOperator.SLICE, op -> 2, op -> rank(op) > 4 ? 5 : 4).same();
        row(BuiltinOperator.STRIDED_SLICE, op -> 2, op -> rank(op) > 4 ? 4 : 1).same();
        row(BuiltinOperator.GATHER, op -> 2, op -> op.options().intValue("batch_dims") != 0 ? 5 : 4)
                .same();
        row(BuiltinOperator.GATHER_ND, op -> 1, op -> 3).same();
        row(BuiltinOperator.RESHAPE, op -> 1, op -> 1).same();
        row(BuiltinOperator.SQUEEZE, op -> 1, op -> 1).same();
        row(BuiltinOperator.EXPAND_DIMS, op -> 1, op -> 1).same();
        row(BuiltinOperator.TRANSPOSE, op -> 2, op -> rank(op) > 5 ? 6 : 5).same();
        int8(BuiltinOperator.TILE, 3).same();
        row(BuiltinOperator.BROADCAST_TO, op -> 3, op -> 3).same();
        row(BuiltinOperator.BATCH_TO_SPACE_ND, op -> 2, op -> rank(op) == 4 ? 4 : 3)
                .same();
        row(BuiltinOperator.SPACE_TO_BATCH_ND, op -> 2, op -> rank(op) == 4 ? 4 : 3)
                .same();
        int8(BuiltinOperator.DEPTH_TO_SPACE, 2).same();
        int8(BuiltinOperator.SPACE_TO_DEPTH, 2).same();
        row(BuiltinOperator.RESIZE_BILINEAR, OperatorRules::resizeVersion, op -> 4)
                .same();
        row(BuiltinOperator.RESIZE_NEAREST_NEIGHBOR, OperatorRules::resizeVersion, op -> 4)
                .same();
        row(BuiltinOperator.REVERSE_V2, op -> 3, op -> 1).same();
        RULES.put(BuiltinOperator.REVERSE_SEQUENCE, new OperatorRule(Map.of(INT16X8, op -> 1)).same());
    }

    private static void choosers() {
        row(BuiltinOperator.DYNAMIC_UPDATE_SLICE, OperatorRules::updateVersion, op -> 4)
                .same();
        row(BuiltinOperator.SELECT, OperatorRules::selectVersion, OperatorRules::selectVersion)
                .same();
        row(BuiltinOperator.SELECT_V2, op -> 1, op -> 1).same();
        row(BuiltinOperator.FILL, op -> 3, op -> 3).same();
        int8(BuiltinOperator.ONE_HOT, 1).same();
        int8(BuiltinOperator.SPARSE_TO_DENSE, 3).same();
        // These two fill in zeros of the integers, whatever they stand for.
        row(BuiltinOperator.MATRIX_DIAG, op -> 1, op -> 1).same().symmetric(0);
        int8(BuiltinOperator.SCATTER_ND, 1).same().symmetric(1);
        row(BuiltinOperator.MATRIX_SET_DIAG, op -> 1, op -> 1).same();
        row(BuiltinOperator.DILATE, op -> 1, op -> 1).same();
        row(BuiltinOperator.UNIQUE, op -> 1, op -> 1).same();
    }

    private static void recurrent() {
        var lstm = new LstmKernel();
        int8(BuiltinOperator.LSTM, 1).stateful(lstm);
        int8(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM, 1).stateful(lstm);
        int8(BuiltinOperator.SVDF, 3).stateful(new SvdfKernel());
    }

    /** What they pass has one scale everywhere. */
    private static void passers() {
        row(BuiltinOperator.IF, op -> 1, op -> 1).passed();
        row(BuiltinOperator.WHILE, op -> 1, op -> 1).passed();
        row(BuiltinOperator.STABLEHLO_COMPOSITE, op -> 1, op -> 1).passed();
        row(BuiltinOperator.READ_VARIABLE, op -> 1, op -> 1).passed();
        row(BuiltinOperator.ASSIGN_VARIABLE, op -> 1, op -> 1).passed();
    }

    private static OperatorRule row(BuiltinOperator type, ToIntFunction<Operator> int8, ToIntFunction<Operator> int16) {
        var rule = new OperatorRule(Map.of(INT8, int8, INT16X8, int16));
        RULES.put(type, rule);
        return rule;
    }

    private static OperatorRule int8(BuiltinOperator type, int version) {
        var rule = new OperatorRule(Map.of(INT8, op -> version));
        RULES.put(type, rule);
        return rule;
    }

    private static int rank(Operator operator) {
        return operator.input(0).map(Tensor::shape).orElse(Shape.SCALAR).rank();
    }

    private static boolean isGrouped(Operator operator) {
        Shape data = operator.input(0).map(Tensor::shape).orElse(Shape.SCALAR);
        Shape filter = operator.input(1).map(Tensor::shape).orElse(Shape.SCALAR);
        return data.rank() == 4 && filter.rank() == 4 && data.dim(3) != filter.dim(3);
    }

    private static int transposeConvVersion(Operator operator) {
        if (!operator.options().fusedActivation().equals("NONE")) {
            return 4;
        }
        return operator.input(3).isPresent() ? 3 : 2;
    }

    private static int resizeVersion(Operator operator) {
        var options = operator.options();
        boolean nearest = operator.type() == BuiltinOperator.RESIZE_NEAREST_NEIGHBOR;
        boolean centers = options.booleanValue("half_pixel_centers");
        return centers || nearest && options.booleanValue("align_corners") ? 3 : 2;
    }

    private static int updateVersion(Operator operator) {
        boolean wide = operator.input(2)
                .filter(index -> index.type() == TensorType.INT64)
                .isPresent();
        return wide ? 2 : 1;
    }

    private static int selectVersion(Operator operator) {
        return operator.output().shape().rank() > 4 ? 3 : 1;
    }
}
