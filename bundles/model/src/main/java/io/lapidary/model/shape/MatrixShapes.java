package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.BATCH_MATMUL;
import static io.lapidary.model.BuiltinOperator.EMBEDDING_LOOKUP;
import static io.lapidary.model.BuiltinOperator.FULLY_CONNECTED;
import static io.lapidary.model.BuiltinOperator.MATRIX_DIAG;
import static io.lapidary.model.BuiltinOperator.RFFT2D;

import java.util.Arrays;
import java.util.Map;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;

/** Products of matrices, and what else works on the last one or two dimensions. */
final class MatrixShapes {
    private MatrixShapes() {}

    static void register(Map<BuiltinOperator, ShapeRule> rules) {
        rules.put(FULLY_CONNECTED, ShapeRule.one(MatrixShapes::fullyConnected));
        rules.put(BATCH_MATMUL, ShapeRule.one(MatrixShapes::batchMatMul));
        rules.put(
                EMBEDDING_LOOKUP,
                ShapeRule.one(op -> op.shape(1).with(0, op.shape(0).dim(0))));
        rules.put(MATRIX_DIAG, ShapeRule.one(op -> {
            var dims = Dimensions.list(op.shape(0));
            dims.add(op.shape(0).last());
            return Dimensions.shape(dims);
        }));
        rules.put(RFFT2D, ShapeRule.one(op -> {
            int[] length = op.intValues(1);
            return op.shape(0).with(-2, length[0]).with(-1, length[1] / 2 + 1);
        }));
    }

    /** Weights [O, I]; the input is taken as rows of I unless its dimensions are to be kept. */
    private static Shape fullyConnected(OperatorView op) {
        var input = op.shape(0);
        var weights = op.shape(1);
        if (op.flag("keep_num_dims")) {
            if (input.last() != weights.dim(1)) {
                throw new UnknownShape("the input " + input + " does not fit the weights " + weights);
            }
            return input.with(-1, weights.dim(0));
        }
        long rows = input.elements() / Math.max(1, weights.dim(1));
        if (rows * weights.dim(1) != input.elements()) {
            throw new UnknownShape("the input " + input + " does not fit the weights " + weights);
        }
        return Dimensions.shape(Math.toIntExact(rows), weights.dim(0));
    }

    private static Shape batchMatMul(OperatorView op) {
        var left = op.shape(0);
        var right = op.shape(1);
        boolean transposeLeft = op.flag("adj_x");
        boolean transposeRight = op.flag("adj_y");
        if (left.dim(transposeLeft ? -2 : -1) != right.dim(transposeRight ? -1 : -2)) {
            throw new UnknownShape("the matrices " + left + " and " + right + " do not fit");
        }
        var dims = Dimensions.list(Dimensions.broadcast(batch(left), batch(right)));
        dims.add(left.dim(transposeLeft ? -1 : -2));
        dims.add(right.dim(transposeRight ? -2 : -1));
        return Dimensions.shape(dims);
    }

    private static Shape batch(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
    }
}
