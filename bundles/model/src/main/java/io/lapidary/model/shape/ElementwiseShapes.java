package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.*;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;

/** Operators whose output has the shape of an input, or what two or three inputs broadcast to. */
final class ElementwiseShapes {
    private static final Set<BuiltinOperator> SAME = EnumSet.of(
            ABS,
            ADD_N,
            ASSIGN_VARIABLE,
            BUCKETIZE,
            CAST,
            CEIL,
            COMPLEX_ABS,
            COS,
            CUMSUM,
            DENSIFY,
            DEQUANTIZE,
            DYNAMIC_UPDATE_SLICE,
            ELU,
            EXP,
            FAKE_QUANT,
            FLOOR,
            GELU,
            HARD_SWISH,
            IMAG,
            L2_NORMALIZATION,
            LEAKY_RELU,
            LOCAL_RESPONSE_NORMALIZATION,
            LOG,
            LOG_SOFTMAX,
            LOGICAL_NOT,
            LOGISTIC,
            MATRIX_SET_DIAG,
            NEG,
            PRELU,
            QUANTIZE,
            REAL,
            RELU,
            RELU6,
            RELU_0_TO_1,
            RELU_N1_TO_1,
            REVERSE_SEQUENCE,
            REVERSE_V2,
            ROUND,
            RSQRT,
            SIGN,
            SIN,
            SOFTMAX,
            SQRT,
            SQUARE,
            TANH,
            ZEROS_LIKE);

    private static final Set<BuiltinOperator> BROADCAST = EnumSet.of(
            ADD,
            ATAN2,
            BITWISE_XOR,
            DIV,
            EQUAL,
            FLOOR_DIV,
            FLOOR_MOD,
            GREATER,
            GREATER_EQUAL,
            LESS,
            LESS_EQUAL,
            LOGICAL_AND,
            LOGICAL_OR,
            MAXIMUM,
            MINIMUM,
            MUL,
            NOT_EQUAL,
            POW,
            RIGHT_SHIFT,
            SQUARED_DIFFERENCE,
            SUB);

    private ElementwiseShapes() {}

    static void register(Map<BuiltinOperator, ShapeRule> rules) {
        SAME.forEach(type -> rules.put(type, ShapeRule.one(op -> op.shape(0))));
        BROADCAST.forEach(type -> rules.put(type, ShapeRule.one(op -> Dimensions.broadcast(op.shape(0), op.shape(1)))));
        rules.put(SELECT, ShapeRule.one(op -> op.shape(1)));
        rules.put(SELECT_V2, ShapeRule.one(ElementwiseShapes::select));
        rules.put(BROADCAST_ARGS, ShapeRule.one(op -> Shape.of(Math.max(length(op, 0), length(op, 1)))));
    }

    private static Shape select(OperatorView op) {
        return Dimensions.broadcast(op.shape(0), Dimensions.broadcast(op.shape(1), op.shape(2)));
    }

    private static int length(OperatorView op, int input) {
        return op.shape(input).dim(0);
    }
}
