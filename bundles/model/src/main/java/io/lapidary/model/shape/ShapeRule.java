package io.lapidary.model.shape;

import java.util.List;
import java.util.function.Function;

import io.lapidary.model.Shape;

/** The output shapes of one kind of operator. */
@FunctionalInterface
interface ShapeRule {
    /** @throws UnknownShape if they cannot be told from what is known */
    List<Shape> outputs(OperatorView op);

    /** For operators with one output. */
    static ShapeRule one(Function<OperatorView, Shape> rule) {
        return op -> List.of(rule.apply(op));
    }
}
