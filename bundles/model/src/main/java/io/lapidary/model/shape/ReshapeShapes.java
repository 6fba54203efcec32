package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.*;

import java.util.Map;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;

/** The same elements in other dimensions, or repeated. */
final class ReshapeShapes {
    private ReshapeShapes() {}

    static void register(Map<BuiltinOperator, ShapeRule> rules) {
        rules.put(RESHAPE, ShapeRule.one(ReshapeShapes::reshape));
        rules.put(SQUEEZE, ShapeRule.one(ReshapeShapes::squeeze));
        rules.put(EXPAND_DIMS, ShapeRule.one(op -> {
            var dims = Dimensions.list(op.shape(0));
            dims.add(Dimensions.axis(op.value(1), dims.size() + 1), 1);
            return Dimensions.shape(dims);
        }));
        rules.put(TRANSPOSE, ShapeRule.one(ReshapeShapes::transpose));
        rules.put(SPACE_TO_DEPTH, ShapeRule.one(op -> {
            var input = op.shape(0);
            int block = op.option("block_size");
            return Dimensions.shape(
                    input.dim(0),
                    Dimensions.divide(input.dim(1), block),
                    Dimensions.divide(input.dim(2), block),
                    Math.multiplyExact(input.dim(3), block * block));
        }));
        rules.put(DEPTH_TO_SPACE, ShapeRule.one(op -> {
            var input = op.shape(0);
            int block = op.option("block_size");
            return Dimensions.shape(
                    input.dim(0),
                    Math.multiplyExact(input.dim(1), block),
                    Math.multiplyExact(input.dim(2), block),
                    Dimensions.divide(input.dim(3), block * block));
        }));
        rules.put(SPACE_TO_BATCH_ND, ShapeRule.one(ReshapeShapes::spaceToBatch));
        rules.put(BATCH_TO_SPACE_ND, ShapeRule.one(ReshapeShapes::batchToSpace));
        rules.put(TILE, ShapeRule.one(op -> {
            int[] dims = op.shape(0).dims();
            int[] times = op.intValues(1);
            for (int i = 0; i < dims.length; i++) {
                dims[i] = Math.multiplyExact(dims[i], times[i]);
            }
            return Dimensions.shape(dims);
        }));
        rules.put(BROADCAST_TO, ShapeRule.one(op -> Dimensions.shape(op.values(1))));
    }

    private static Shape reshape(OperatorView op) {
        long elements = op.shape(0).elements();
        int[] dims = op.hasInput(1) ? op.intValues(1) : op.options().intValues("new_shape");
        boolean legacyScalar = dims.length == 1 && dims[0] == 0 && elements == 1;
        if (legacyScalar) {
            return Shape.SCALAR;
        }
        int open = -1;
        long known = 1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == Shape.DYNAMIC) {
                open = i;
            } else {
                known = Math.multiplyExact(known, (long) dims[i]);
            }
        }
        if (open >= 0) {
            dims[open] = known == 0 ? 0 : Math.toIntExact(elements / known);
        }
        var shape = Dimensions.shape(dims);
        if (shape.elements() != elements) {
            throw new UnknownShape("the " + elements + " elements of " + op.shape(0) + " do not fit " + shape);
        }
        return shape;
    }

    private static Shape squeeze(OperatorView op) {
        var dims = Dimensions.list(op.shape(0));
        int[] axes = op.options().intValues("squeeze_dims");
        var drop = new boolean[dims.size()];
        for (int axis : axes) {
            drop[Dimensions.axis(axis, dims.size())] = true;
        }
        for (int i = dims.size() - 1; i >= 0; i--) {
            if (axes.length == 0 ? dims.get(i) == 1 : drop[i]) {
                dims.remove(i);
            }
        }
        return Dimensions.shape(dims);
    }

    private static Shape transpose(OperatorView op) {
        var input = op.shape(0);
        int[] permutation = op.intValues(1);
        int[] dims = new int[permutation.length];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = input.dim(permutation[i]);
        }
        return Dimensions.shape(dims);
    }

    /** Block [M], paddings [M, 2]: the M dimensions behind the batch are padded and divided, the batch multiplied. */
    private static Shape spaceToBatch(OperatorView op) {
        int[] dims = op.shape(0).dims();
        int[] block = op.intValues(1);
        int[] padding = op.intValues(2);
        for (int i = 0; i < block.length; i++) {
            dims[0] = Math.multiplyExact(dims[0], block[i]);
            dims[i + 1] = Dimensions.divide(dims[i + 1] + padding[2 * i] + padding[2 * i + 1], block[i]);
        }
        return Dimensions.shape(dims);
    }

    private static Shape batchToSpace(OperatorView op) {
        int[] dims = op.shape(0).dims();
        int[] block = op.intValues(1);
        int[] crop = op.intValues(2);
        for (int i = 0; i < block.length; i++) {
            dims[0] = Dimensions.divide(dims[0], block[i]);
            dims[i + 1] = Math.multiplyExact(dims[i + 1], block[i]) - crop[2 * i] - crop[2 * i + 1];
        }
        return Dimensions.shape(dims);
    }
}
