package io.lapidary.quantization.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.TensorType;

/** Axes that a constant input names. */
final class Axes {
    private Axes() {}

    /**
     * @param last axis of what they are axes of
     * @return each counted from the front; empty where they are not constant
     */
    static Optional<List<Integer>> of(Operator operator, int input, int last) {
        return operator.input(input)
                .filter(tensor -> tensor.isConstant() && tensor.type() == TensorType.INT32)
                .map(tensor -> {
                    var axes = new ArrayList<Integer>();
                    for (var values = tensor.data().asIntBuffer(); values.hasRemaining(); ) {
                        axes.add(normal(values.get(), last));
                    }
                    return axes;
                });
    }

    static int normal(int axis, int last) {
        return axis < 0 ? axis + last + 1 : axis;
    }
}
