package io.lapidary.backend.cpu.internal.place;

import java.util.Locale;
import java.util.Optional;

import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/**
 * What XNNPACK demands of an operator's filter and bias.
 *
 * @param data position of the data among the inputs
 * @param filter position of the filter
 * @param bias position of the bias
 * @param axis the one that per-channel scales may be along
 * @param needsBias whether it must be there
 * @param hybrid whether 8-bit (and where {@code narrow}, 4- and 2-bit) weights may go with float data
 * @param narrow whether weights of less than 8 bits are taken
 */
record Weights(int data, int filter, int bias, int axis, boolean needsBias, boolean hybrid, boolean narrow)
        implements Condition {
    @Override
    public Optional<String> refusal(Operator operator) {
        Optional<Tensor> weights = operator.input(filter);
        Optional<Tensor> input = operator.input(data);
        if (weights.isEmpty() || input.isEmpty()) {
            return Optional.of("It has no filter.");
        }
        if (!Constants.isKnown(weights.get())) {
            return Optional.of(
                    "XNNPACK wants a constant filter, and here it is " + Constants.origin(weights.get()) + ".");
        }
        return types(operator, input.get(), weights.get()).or(() -> bias(operator));
    }

    /** Filter and bias are both unpacked from float16, or neither is. */
    static Condition alike(int filter, int bias) {
        return operator -> {
            Optional<Tensor> weights = operator.input(filter).filter(t -> t.type() == TensorType.FLOAT32);
            Optional<Tensor> offset = operator.input(bias);
            if (weights.isEmpty() || offset.isEmpty()) {
                return Optional.empty();
            }
            boolean first = isHalf(weights.get());
            boolean second = isHalf(offset.get());
            return first == second
                    ? Optional.empty()
                    : Optional.of("XNNPACK wants filter and bias both in float16 or both in float32, "
                            + "and here only one is float16.");
        };
    }

    private static boolean isHalf(Tensor tensor) {
        return Constants.unpacks(tensor)
                .flatMap(operator -> operator.input(0))
                .filter(packed -> packed.type() == TensorType.FLOAT16)
                .isPresent();
    }

    private Optional<String> types(Operator operator, Tensor input, Tensor weights) {
        return switch (input.type()) {
            case FLOAT32 -> weights.type() == TensorType.FLOAT32 ? Optional.empty() : hybrid(operator, weights);
            case INT8 ->
                weights.type() == TensorType.INT8 || (narrow && isNarrow(weights))
                        ? scales(weights)
                        : refused(operator, input, weights);
            case UINT8 -> weights.type() == TensorType.UINT8 ? perTensor(weights) : refused(operator, input, weights);
            default -> refused(operator, input, weights);
        };
    }

    private Optional<String> hybrid(Operator operator, Tensor weights) {
        boolean eight = weights.type() == TensorType.INT8;
        if (!hybrid || !(eight || (narrow && isNarrow(weights)))) {
            return Optional.of("XNNPACK has no kernel for " + operator.type() + " of float32 data with " + word(weights)
                    + " weights.");
        }
        return weights.blockwise().isPresent() ? Optional.empty() : scales(weights);
    }

    private static boolean isNarrow(Tensor weights) {
        return weights.type() == TensorType.INT4 || weights.type() == TensorType.INT2;
    }

    private Optional<String> scales(Tensor weights) {
        Optional<Quantization> found = weights.quantization().filter(q -> q.count() > 0);
        if (found.isEmpty()) {
            return Optional.of("XNNPACK wants weights of integers to have a scale.");
        }
        Quantization quantization = found.get();
        if (quantization.isPerChannel() && quantization.axis() != axis) {
            return Optional.of("XNNPACK wants scales of weights along axis " + axis + ", and here they are along axis "
                    + quantization.axis() + ".");
        }
        for (int i = 0; i < quantization.count(); i++) {
            if (quantization.zeroPoint(i) != 0) {
                return Optional.of("XNNPACK wants the zero point of weights to be 0, and here it is "
                        + quantization.zeroPoint(i) + ".");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> perTensor(Tensor weights) {
        return weights.quantization().filter(q -> q.count() == 1).isPresent()
                ? Optional.empty()
                : Optional.of("XNNPACK wants one scale for uint8 weights, and here are none or several.");
    }

    private Optional<String> bias(Operator operator) {
        Optional<Tensor> found = operator.input(bias);
        if (found.isEmpty()) {
            return needsBias ? Optional.of("XNNPACK wants " + operator.type() + " with a bias.") : Optional.empty();
        }
        Tensor values = found.get();
        if (!Constants.isKnown(values)) {
            return Optional.of("XNNPACK wants a constant bias, and here it is " + Constants.origin(values) + ".");
        }
        boolean scaled = values.type() != TensorType.INT32
                || values.quantization().filter(q -> q.count() > 0).isPresent();
        return scaled
                ? Optional.empty()
                : Optional.of("XNNPACK wants an int32 bias to have a scale, and here it has none.");
    }

    private static Optional<String> refused(Operator operator, Tensor input, Tensor weights) {
        return Optional.of("XNNPACK has no kernel for " + operator.type() + " of " + word(input) + " data with "
                + word(weights) + " weights.");
    }

    private static String word(Tensor tensor) {
        return tensor.type().name().toLowerCase(Locale.ROOT);
    }
}
