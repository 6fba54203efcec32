package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.GATHER;
import static io.lapidary.model.BuiltinOperator.GATHER_ND;
import static io.lapidary.model.BuiltinOperator.SLICE;
import static io.lapidary.model.BuiltinOperator.SPLIT;
import static io.lapidary.model.BuiltinOperator.SPLIT_V;
import static io.lapidary.model.BuiltinOperator.STRIDED_SLICE;
import static io.lapidary.model.BuiltinOperator.UNPACK;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;

/** Parts of a tensor. */
final class SliceShapes {
    private SliceShapes() {}

    static void register(Map<BuiltinOperator, ShapeRule> rules) {
        rules.put(SLICE, ShapeRule.one(SliceShapes::slice));
        rules.put(STRIDED_SLICE, ShapeRule.one(op -> StridedSlice.of(op).shape()));
        rules.put(GATHER, ShapeRule.one(SliceShapes::gather));
        rules.put(GATHER_ND, ShapeRule.one(op -> {
            var indices = Dimensions.list(op.shape(1));
            int depth = indices.remove(indices.size() - 1);
            var params = Dimensions.list(op.shape(0));
            indices.addAll(params.subList(depth, params.size()));
            return Dimensions.shape(indices);
        }));
        rules.put(SPLIT, op -> {
            var input = op.shape(1);
            int axis = input.axis(op.value(0));
            int part = Dimensions.divide(input.dim(axis), op.outputCount());
            return Collections.nCopies(op.outputCount(), input.with(axis, part));
        });
        rules.put(SPLIT_V, SliceShapes::splitBySizes);
        rules.put(UNPACK, op -> {
            var dims = Dimensions.list(op.shape(0));
            dims.remove(Dimensions.axis(op.option("axis"), dims.size()));
            return Collections.nCopies(op.outputCount(), Dimensions.shape(dims));
        });
    }

    private static Shape slice(OperatorView op) {
        int[] dims = op.shape(0).dims();
        int[] begin = op.intValues(1);
        int[] size = op.intValues(2);
        for (int i = 0; i < dims.length; i++) {
            dims[i] = size[i] == Shape.DYNAMIC ? dims[i] - begin[i] : size[i];
        }
        return Dimensions.shape(dims);
    }

    private static Shape gather(OperatorView op) {
        var params = Dimensions.list(op.shape(0));
        var indices = Dimensions.list(op.shape(1));
        int axis = Dimensions.axis(op.option("axis"), params.size());
        int batch = op.option("batch_dims");
        batch = batch < 0 ? batch + indices.size() : batch;
        var dims = new ArrayList<>(params.subList(0, axis));
        dims.addAll(indices.subList(batch, indices.size()));
        dims.addAll(params.subList(axis + 1, params.size()));
        return Dimensions.shape(dims);
    }

    private static List<Shape> splitBySizes(OperatorView op) {
        var input = op.shape(0);
        int[] sizes = op.intValues(1);
        int axis = input.axis(op.value(2));
        int rest = input.dim(axis);
        for (int size : sizes) {
            rest -= Math.max(size, 0);
        }
        var shapes = new ArrayList<Shape>();
        for (int size : sizes) {
            shapes.add(input.with(axis, size == Shape.DYNAMIC ? rest : size));
        }
        return shapes;
    }
}
