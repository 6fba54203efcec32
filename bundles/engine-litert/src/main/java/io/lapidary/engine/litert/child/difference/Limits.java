package io.lapidary.engine.litert.child.difference;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.engine.litert.child.interpreter.Tensor;

/** The values that a tensor's integers can stand for, and by how much one may pass them without harm: a step. */
record Limits(float lowest, float highest, float step) {
    static final Limits NONE = new Limits(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0);

    static Limits of(Tensor tensor) throws LapidaryException {
        ElementType type = tensor.type();
        boolean stands = tensor.scale() > 0
                && switch (type) {
                    case INT4, INT8, INT16, UINT8, UINT16 -> true;
                    default -> false;
                };
        if (!stands) {
            return NONE;
        }
        boolean unsigned = type == ElementType.UINT8 || type == ElementType.UINT16;
        double least = unsigned ? 0 : -Math.pow(2, type.bits() - 1);
        double most = least + Math.pow(2, type.bits()) - 1;
        return new Limits(
                (float) (tensor.scale() * (least - tensor.zeroPoint())),
                (float) (tensor.scale() * (most - tensor.zeroPoint())),
                tensor.scale());
    }

    /** Whether a value is farther beyond than a step. */
    boolean exclude(double value) {
        return value < lowest - step || value > highest + step;
    }
}
