package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.*;

import java.util.List;
import java.util.Map;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;

/** Tensors put together, padded, resized, scattered or made from a stated shape. */
final class JoinShapes {
    private JoinShapes() {}

    static void register(Map<BuiltinOperator, ShapeRule> rules) {
        rules.put(CONCATENATION, ShapeRule.one(JoinShapes::concatenation));
        rules.put(PACK, ShapeRule.one(op -> {
            var dims = Dimensions.list(op.shape(0));
            dims.add(Dimensions.axis(op.option("axis"), dims.size() + 1), op.inputCount());
            return Dimensions.shape(dims);
        }));
        for (var pad : List.of(PAD, PADV2, MIRROR_PAD)) {
            rules.put(pad, ShapeRule.one(JoinShapes::pad));
        }
        for (var resize : List.of(RESIZE_BILINEAR, RESIZE_NEAREST_NEIGHBOR)) {
            rules.put(resize, ShapeRule.one(op -> {
                int[] size = op.intValues(1);
                return Dimensions.shape(
                        op.shape(0).dim(0), size[0], size[1], op.shape(0).dim(3));
            }));
        }
        rules.put(ONE_HOT, ShapeRule.one(op -> {
            var dims = Dimensions.list(op.shape(0));
            dims.add(Dimensions.axis(op.option("axis"), dims.size() + 1), op.value(1));
            return Dimensions.shape(dims);
        }));
        rules.put(SCATTER_ND, ShapeRule.one(op -> Dimensions.shape(op.values(2))));
        rules.put(SPARSE_TO_DENSE, ShapeRule.one(op -> Dimensions.shape(op.values(1))));
        for (var made : List.of(FILL, RANDOM_STANDARD_NORMAL, RANDOM_UNIFORM)) {
            rules.put(made, ShapeRule.one(op -> Dimensions.shape(op.values(0))));
        }
        rules.put(MULTINOMIAL, ShapeRule.one(op -> Dimensions.shape(op.shape(0).dim(0), op.value(1))));
        rules.put(SHAPE, ShapeRule.one(op -> Shape.of(op.shape(0).rank())));
        rules.put(RANK, ShapeRule.one(op -> Shape.SCALAR));
        rules.put(RANGE, ShapeRule.one(op -> Shape.of(ShapeValues.range(op).length)));
    }

    private static Shape concatenation(OperatorView op) {
        var first = op.shape(0);
        int axis = first.axis(op.option("axis"));
        int sum = 0;
        for (int i = 0; i < op.inputCount(); i++) {
            var shape = op.shape(i);
            if (!shape.with(axis, 0).equals(first.with(axis, 0))) {
                throw new UnknownShape("the shapes " + first + " and " + shape + " cannot be joined on axis " + axis);
            }
            sum = Math.addExact(sum, shape.dim(axis));
        }
        return first.with(axis, sum);
    }

    /** Paddings [rank, 2]: before and behind. */
    private static Shape pad(OperatorView op) {
        int[] dims = op.shape(0).dims();
        int[] padding = op.intValues(1);
        for (int i = 0; i < dims.length; i++) {
            dims[i] = Math.addExact(dims[i], Math.addExact(padding[2 * i], padding[2 * i + 1]));
        }
        return Dimensions.shape(dims);
    }
}
