package io.lapidary.quantization.integer.rewriting;

import java.util.List;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.OperatorEditor;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.constant.ConstantForm;
import io.lapidary.quantization.integer.constant.ConstantWriter;
import io.lapidary.quantization.integer.constant.WeightScales;
import io.lapidary.quantization.integer.plan.IntegerPlan;
import io.lapidary.quantization.integer.plan.ScaleAssignment;
import io.lapidary.quantization.integer.plan.Slot;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.rule.StatefulKernel;
import io.lapidary.quantization.integer.rule.WeightChoice;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/** Makes one operator integer: its constants, its version, and the options that its integer kernel reads. */
final class OperatorFinish {
    private static final int MUL_LARGE_PRODUCTS = 3;

    private final ModelEditor editor;
    private final IntegerPlan plan;
    private final IntegerScheme scheme;
    private final IntegerSettings settings;
    private final ConstantWriter constants;
    private final BiasShifts shifts;
    private final WeightChoice weights;

    OperatorFinish(
            ModelEditor editor,
            IntegerPlan plan,
            IntegerSettings settings,
            ConstantWriter constants,
            BiasShifts shifts,
            WeightChoice weights) {
        this.editor = editor;
        this.plan = plan;
        this.scheme = plan.scheme();
        this.settings = settings;
        this.constants = constants;
        this.shifts = shifts;
        this.weights = weights;
    }

    void finish(Operator operator) {
        OperatorRule rule = OperatorRules.of(operator.type()).orElseThrow();
        OperatorEditor edit = editor.operator(operator).requireVersion(rule.version(operator, scheme));
        switch (operator.type()) {
            case ADD, SUB -> {
                if (scheme == IntegerScheme.INT16X8) {
                    edit.option("pot_scale_int16", false);
                }
            }
            case MUL -> {
                if (hasLargeProducts(operator)) {
                    edit.requireVersion(MUL_LARGE_PRODUCTS);
                }
            }
            case DEPTHWISE_CONV_2D -> multiplier(operator, edit);
            default -> {
                // nothing besides
            }
        }
        rule.stateful()
                .ifPresent(kernel -> kernel.finish(
                        operator, new StatefulKernel.Finish(editor, plan.scales(), plan.ranges(), weights, constants)));
        constants(operator, rule);
    }

    private boolean hasLargeProducts(Operator operator) {
        double product = plan.scales().read(operator, 0).scale();
        return product * plan.scales().read(operator, 1).scale()
                >= plan.scales().made(operator.output()).scale();
    }

    /** The int16 kernel takes the multiplier from the options; the others compute it. */
    private static void multiplier(Operator operator, OperatorEditor edit) {
        Shape data = operator.input(0).orElseThrow().shape();
        Shape filter = operator.input(1).orElseThrow().shape();
        if (data.rank() == 4 && filter.rank() == 4 && data.dim(3) > 0) {
            edit.option("depth_multiplier", filter.dim(3) / data.dim(3));
        }
    }

    private void constants(Operator operator, OperatorRule rule) {
        for (Slot.Use use : ScaleAssignment.dataUses(operator)) {
            if (use.tensor().isConstant()) {
                constants.read(
                        operator, use.input(), ConstantForm.data(plan.scales().read(operator, use.input()), scheme));
            }
        }
        if (rule.bias().isPresent()) {
            weighted(operator, rule.bias().get());
        } else {
            for (OperatorRule.Weight weight : rule.weights()) {
                Tensor tensor = operator.input(weight.input()).orElseThrow();
                WeightScales scales = weights.scales(operator, weight);
                constants.read(operator, weight.input(), ConstantForm.weight(scales, weights.rounding(tensor, scales)));
            }
        }
    }

    private void weighted(Operator operator, OperatorRule.Bias slot) {
        float input = plan.scales().read(operator, slot.data()).scale();
        Tensor weight = operator.input(slot.weight().input()).orElseThrow();
        WeightScales scales = weights.scales(operator, slot.weight());
        boolean shortBias = false;
        if (operator.input(slot.input()).isPresent()) {
            Tensor bias = operator.input(slot.input()).orElseThrow();
            shortBias = isShort(operator) && ShortSums.fit(weight, bias, scales, input);
            if (scheme == IntegerScheme.INT8) {
                scales = scales.holding(bias.data().asFloatBuffer(), input);
            }
            TensorType type = scheme == IntegerScheme.INT8 || shortBias ? TensorType.INT32 : TensorType.INT64;
            List<Float> shift = weights.isCorrected(bias)
                    ? List.of()
                    : shifts.of(operator, scales, weights.rounding(weight, scales), slot);
            constants.read(operator, slot.input(), ConstantForm.bias(type, input, scales, shift));
            if (shortBias) {
                editor.operator(operator)
                        .option("quantized_bias_type", TensorType.INT32)
                        .requireVersion(shortBiasVersion(operator.type()));
            }
        }
        constants.read(operator, slot.weight().input(), ConstantForm.weight(scales, weights.rounding(weight, scales)));
    }

    private boolean isShort(Operator operator) {
        return scheme == IntegerScheme.INT16X8
                && settings.shortBias()
                && Set.of(BuiltinOperator.CONV_2D, BuiltinOperator.FULLY_CONNECTED, BuiltinOperator.TRANSPOSE_CONV)
                        .contains(operator.type());
    }

    private static int shortBiasVersion(BuiltinOperator type) {
        return switch (type) {
            case CONV_2D -> 8;
            case FULLY_CONNECTED -> 11;
            default -> 5;
        };
    }
}
