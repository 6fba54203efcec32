package io.lapidary.quantization.integer.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.constant.ConstantForm;
import io.lapidary.quantization.integer.constant.ConstantWriter;
import io.lapidary.quantization.integer.constant.WeightScales;
import io.lapidary.quantization.integer.scheme.Affine;

/** An int8 kernel that keeps states, with constants of several kinds. One of its inputs, the first, is an activation. */
public interface StatefulKernel {
    /** Why an operator, as it stands, cannot be computed by it. */
    Optional<String> obstacle(Operator operator);

    boolean isState(int input);

    /** Tensors besides its input and outputs whose ranges it needs. */
    List<Tensor> measured(Operator operator);

    /** Ranges of what it measures that hold whatever its inputs are. */
    default Map<Tensor, ValueRange> bounds(Operator operator) {
        return Map.of();
    }

    /** Why the ranges rule it out. */
    default Optional<String> rangeObstacle(Operator operator, Map<Tensor, ValueRange> ranges) {
        return Optional.empty();
    }

    /** Makes states, constants and intermediates integer. */
    void finish(Operator operator, Finish finish);

    /** A state must be the operator's alone. */
    static Optional<String> stateObstacle(Operator operator, int input) {
        boolean own = operator.input(input)
                .filter(tensor -> tensor.isVariable()
                        && Reals.isReal(tensor)
                        && tensor.consumers().size() == 1
                        && !tensor.isOutput())
                .isPresent();
        return Obstacles.when(!own, "its state is none of its own");
    }

    /**
     * What a kernel works with.
     *
     * @param ranges of what it measures
     */
    record Finish(
            ModelEditor editor,
            AssignedScales scales,
            Map<Tensor, ValueRange> ranges,
            WeightChoice weights,
            ConstantWriter constants) {
        ValueRange range(Tensor tensor) {
            return ranges.get(tensor);
        }

        /** Stores a weight as int8 with one scale, and gives it. */
        float weight(Operator operator, int input) {
            Tensor weight = operator.input(input).orElseThrow();
            WeightScales scales = weights.scales(operator, new OperatorRule.Weight(input, -1));
            constants.read(operator, input, ConstantForm.weight(scales, weights.rounding(weight, scales)));
            return scales.scale(0);
        }

        /** Stores a constant, if it is there, as int16 of at most a magnitude, and gives the scale. */
        float shorts(Operator operator, int input, int limit) {
            Optional<Tensor> constant = operator.input(input);
            if (constant.isEmpty()) {
                return 1;
            }
            float largest = ValueRange.of(constant.get().data().asFloatBuffer()).magnitude();
            float scale = largest == 0 ? 1 : Math.max(largest / limit, Affine.LEAST_SCALE);
            constants.read(operator, input, ConstantForm.integers(TensorType.INT16, scale, limit));
            return scale;
        }

        /** Stores a constant, if it is there, as int32. */
        void integers(Operator operator, int input, float scale) {
            if (operator.input(input).isPresent()) {
                float positive = Math.max(scale, Float.MIN_NORMAL);
                constants.read(operator, input, ConstantForm.integers(TensorType.INT32, positive, Integer.MAX_VALUE));
            }
        }
    }
}
