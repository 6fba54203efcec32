package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.ARG_MAX;
import static io.lapidary.model.BuiltinOperator.ARG_MIN;
import static io.lapidary.model.BuiltinOperator.MEAN;
import static io.lapidary.model.BuiltinOperator.REDUCE_ALL;
import static io.lapidary.model.BuiltinOperator.REDUCE_ANY;
import static io.lapidary.model.BuiltinOperator.REDUCE_MAX;
import static io.lapidary.model.BuiltinOperator.REDUCE_MIN;
import static io.lapidary.model.BuiltinOperator.REDUCE_PROD;
import static io.lapidary.model.BuiltinOperator.SUM;
import static io.lapidary.model.BuiltinOperator.TOPK_V2;
import static io.lapidary.model.BuiltinOperator.UNSORTED_SEGMENT_MAX;
import static io.lapidary.model.BuiltinOperator.UNSORTED_SEGMENT_MIN;
import static io.lapidary.model.BuiltinOperator.UNSORTED_SEGMENT_PROD;
import static io.lapidary.model.BuiltinOperator.UNSORTED_SEGMENT_SUM;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;

/** Operators that take dimensions together. */
final class ReductionShapes {
    private ReductionShapes() {}

    static void register(Map<BuiltinOperator, ShapeRule> rules) {
        for (var type : List.of(MEAN, SUM, REDUCE_PROD, REDUCE_MAX, REDUCE_MIN, REDUCE_ANY, REDUCE_ALL)) {
            rules.put(type, ShapeRule.one(ReductionShapes::reduce));
        }
        for (var type : List.of(ARG_MAX, ARG_MIN)) {
            rules.put(type, ShapeRule.one(op -> {
                var dims = Dimensions.list(op.shape(0));
                dims.remove(Dimensions.axis(op.value(1), dims.size()));
                return Dimensions.shape(dims);
            }));
        }
        rules.put(TOPK_V2, op -> {
            var top = op.shape(0).with(-1, op.value(1));
            return List.of(top, top);
        });
        for (var type :
                List.of(UNSORTED_SEGMENT_SUM, UNSORTED_SEGMENT_PROD, UNSORTED_SEGMENT_MAX, UNSORTED_SEGMENT_MIN)) {
            rules.put(type, ShapeRule.one(op -> {
                var dims = Dimensions.list(op.shape(0));
                dims.subList(0, op.shape(1).rank()).clear();
                dims.add(0, op.value(2));
                return Dimensions.shape(dims);
            }));
        }
    }

    private static Shape reduce(OperatorView op) {
        var dims = Dimensions.list(op.shape(0));
        var axes = new TreeSet<Integer>();
        for (int axis : op.intValues(1)) {
            axes.add(Dimensions.axis(axis, dims.size()));
        }
        for (int axis : axes.descendingSet()) {
            if (op.flag("keep_dims")) {
                dims.set(axis, 1);
            } else {
                dims.remove(axis);
            }
        }
        return Dimensions.shape(dims);
    }
}
