package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.*;

import java.util.List;
import java.util.Map;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;

/** Operators with state. The positions of their inputs are those of the runtime's kernels. */
final class RecurrentShapes {
    private static final int RECURRENT_TO_FORGET = 6;
    private static final int BACKWARD_RECURRENT_TO_FORGET = 23;
    private static final int RNN_WEIGHTS = 1;
    private static final int BACKWARD_RNN_WEIGHTS = 5;

    private RecurrentShapes() {}

    static void register(Map<BuiltinOperator, ShapeRule> rules) {
        rules.put(LSTM, withStates(RecurrentShapes::lstm));
        // Recurrent weights [cells, outputs]: a projection makes the two differ.
        rules.put(
                UNIDIRECTIONAL_SEQUENCE_LSTM,
                withStates(ShapeRule.one(
                        op -> op.shape(0).with(-1, op.shape(RECURRENT_TO_FORGET).dim(1)))));
        rules.put(
                BIDIRECTIONAL_SEQUENCE_LSTM,
                withStates(op -> bidirectional(
                        op,
                        op.shape(RECURRENT_TO_FORGET).dim(1),
                        op.shape(BACKWARD_RECURRENT_TO_FORGET).dim(1))));
        for (var type : List.of(RNN, UNIDIRECTIONAL_SEQUENCE_RNN)) {
            rules.put(
                    type,
                    withStates(ShapeRule.one(
                            op -> op.shape(0).with(-1, op.shape(RNN_WEIGHTS).dim(0)))));
        }
        rules.put(
                BIDIRECTIONAL_SEQUENCE_RNN,
                withStates(op -> bidirectional(
                        op,
                        op.shape(RNN_WEIGHTS).dim(0),
                        op.shape(BACKWARD_RNN_WEIGHTS).dim(0))));
        rules.put(
                SVDF,
                withStates(ShapeRule.one(op -> Dimensions.shape(
                        op.shape(0).dim(0), Dimensions.divide(op.shape(1).dim(0), op.option("rank"))))));
    }

    /** The states that an operator keeps have the batch of its input, which comes second where time comes first. */
    private static ShapeRule withStates(ShapeRule rule) {
        return op -> {
            boolean timeMajor = op.options().hasField("time_major") && op.flag("time_major");
            op.resizeStates(op.shape(0).dim(timeMajor ? 1 : 0));
            return rule.outputs(op);
        };
    }

    /** The basic kernel gives activation and state, then two scratch tensors; the full one gives the output alone. */
    private static List<Shape> lstm(OperatorView op) {
        if (!op.options().enumValue("kernel_type").equals("BASIC")) {
            return List.of(op.shape(0).with(-1, op.shape(RECURRENT_TO_FORGET).dim(1)));
        }
        var input = op.shape(0);
        var activation = op.shape(1);
        int batch = input.dim(0);
        int depth = activation.dim(1);
        return List.of(
                Dimensions.shape(batch, depth),
                Dimensions.shape(batch, depth),
                Dimensions.shape(batch, Math.addExact(input.dim(1), depth)),
                Dimensions.shape(batch, Math.multiplyExact(4, depth)));
    }

    private static List<Shape> bidirectional(OperatorView op, int forward, int backward) {
        var input = op.shape(0);
        return op.flag("merge_outputs")
                ? List.of(input.with(-1, Math.addExact(forward, backward)))
                : List.of(input.with(-1, forward), input.with(-1, backward));
    }
}
