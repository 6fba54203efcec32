package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.CALL_ONCE;
import static io.lapidary.model.BuiltinOperator.IF;
import static io.lapidary.model.BuiltinOperator.READ_VARIABLE;
import static io.lapidary.model.BuiltinOperator.STABLEHLO_COMPOSITE;
import static io.lapidary.model.BuiltinOperator.VAR_HANDLE;
import static io.lapidary.model.BuiltinOperator.WHILE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;

/** Operators that call subgraphs, and variables, which have the shape they were made with. */
final class ControlShapes {
    private ControlShapes() {}

    static void register(Map<BuiltinOperator, ShapeRule> rules) {
        rules.put(
                IF,
                op -> agreeing(
                        op.call(op.option("then_subgraph_index"), 1), op.call(op.option("else_subgraph_index"), 1)));
        rules.put(WHILE, ControlShapes::loop);
        rules.put(STABLEHLO_COMPOSITE, op -> op.call(op.option("decomposition_subgraph_index"), 0));
        rules.put(CALL_ONCE, op -> List.of());
        for (var type : List.of(VAR_HANDLE, READ_VARIABLE)) {
            rules.put(type, ShapeRule.one(op -> op.stated(0)));
        }
    }

    /** A shape that changes from one round to the next is only known at run time. */
    private static List<Shape> loop(OperatorView op) {
        var before = new ArrayList<Shape>();
        for (int i = 0; i < op.inputCount(); i++) {
            before.add(op.shape(i));
        }
        return agreeing(before, op.call(op.option("body_subgraph_index"), 0));
    }

    private static List<Shape> agreeing(List<Shape> one, List<Shape> other) {
        if (!one.equals(other)) {
            throw new UnknownShape("the shapes " + one + " and " + other + " differ");
        }
        return one;
    }
}
