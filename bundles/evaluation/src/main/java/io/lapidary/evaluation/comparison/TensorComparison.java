package io.lapidary.evaluation.comparison;

import java.util.Optional;
import java.util.OptionalDouble;

import io.lapidary.evaluation.comparison.TensorDifference.Form;
import io.lapidary.evaluation.comparison.TensorDifference.ScaleDifference;
import io.lapidary.evaluation.comparison.TensorDifference.ValueDifference;
import io.lapidary.evaluation.internal.explain.match.ConstantValues;
import io.lapidary.evaluation.internal.facts.OperatorTypes;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;

/** Compares two tensors that stand for the same. */
final class TensorComparison {
    private TensorComparison() {}

    /** Empty where nothing differs. */
    static Optional<TensorDifference> of(Tensor first, Tensor second) {
        Form before = form(first);
        Form after = form(second);
        boolean constant = first.isConstant() && second.isConstant();
        Optional<ScaleDifference> scales = scales(first, second);
        Optional<ValueDifference> values = constant ? values(first, second) : Optional.empty();
        boolean bytes = constant && values.isEmpty() && !first.data().equals(second.data());
        boolean differs = !before.equals(after)
                || scales.filter(s -> s.largest() > 0 || s.zeroPoints()).isPresent()
                || values.filter(v -> v.differing() > 0).isPresent()
                || bytes;
        return differs
                ? Optional.of(new TensorDifference(first.name(), constant, before, after, scales, values))
                : Optional.empty();
    }

    private static Form form(Tensor tensor) {
        return new Form(
                OperatorTypes.word(tensor.type()),
                tensor.shape().toString(),
                tensor.isConstant() ? tensor.buffer().content().size() : 0,
                tensor.quantization().map(Quantization::count).orElse(0));
    }

    private static Optional<ScaleDifference> scales(Tensor first, Tensor second) {
        Optional<Quantization> before = first.quantization();
        Optional<Quantization> after = second.quantization();
        if (before.isEmpty()
                || after.isEmpty()
                || before.get().count() == 0
                || before.get().count() != after.get().count()) {
            return Optional.empty();
        }
        double largest = 0;
        boolean zeroPoints = false;
        for (int i = 0; i < before.get().count(); i++) {
            double change =
                    Math.abs((double) after.get().scale(i) / before.get().scale(i) - 1);
            largest = Math.max(largest, Double.isNaN(change) ? 0 : change);
            zeroPoints |= before.get().zeroPoint(i) != after.get().zeroPoint(i);
        }
        return Optional.of(new ScaleDifference(largest, zeroPoints));
    }

    private static Optional<ValueDifference> values(Tensor first, Tensor second) {
        Optional<ConstantValues> before = ConstantValues.of(first);
        Optional<ConstantValues> after = ConstantValues.of(second);
        if (before.isEmpty()
                || after.isEmpty()
                || before.get().count() != after.get().count()) {
            return Optional.empty();
        }
        long differing = 0;
        double largest = 0;
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < before.get().count(); i++) {
            double value = before.get().get(i);
            double error = Math.abs(after.get().get(i) - value);
            differing += error > 0 ? 1 : 0;
            largest = Math.max(largest, error);
            signal += value * value;
            noise += error * error;
        }
        OptionalDouble sqnr = signal == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise));
        return Optional.of(new ValueDifference(before.get().count(), differing, largest, sqnr));
    }
}
