package io.lapidary.evaluation.internal.explain.match;

import java.nio.ByteBuffer;
import java.util.Optional;

import io.lapidary.api.tensor.ElementType;
import io.lapidary.evaluation.internal.sample.Elements;
import io.lapidary.model.Blockwise;
import io.lapidary.model.ChannelLayout;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;

/** The real numbers that a dense constant stands for: scale x (element - zero point), with scales per tensor, channel or block. */
public final class ConstantValues {
    private final ByteBuffer data;
    private final Elements elements;
    private final int count;
    private final Scale scale;

    @FunctionalInterface
    private interface Scale {
        double apply(int index, double element);
    }

    private ConstantValues(Tensor tensor, Elements elements, Scale scale) {
        this.data = tensor.data();
        this.elements = elements;
        this.count = Math.toIntExact(tensor.shape().elements());
        this.scale = scale;
    }

    /** Empty where they cannot be read: of a type without numbers, sparse, or without its bytes. */
    public static Optional<ConstantValues> of(Tensor tensor) {
        Optional<Elements> elements = elements(tensor);
        boolean whole = tensor.isConstant()
                && !tensor.isSparse()
                && tensor.shape().isStatic()
                && tensor.shape().elements() <= Integer.MAX_VALUE
                && tensor.type().bytes(tensor.shape().elements())
                        <= tensor.buffer().content().size();
        if (!whole || elements.isEmpty()) {
            return Optional.empty();
        }
        return scale(tensor).map(scale -> new ConstantValues(tensor, elements.get(), scale));
    }

    private static Optional<Elements> elements(Tensor tensor) {
        return switch (tensor.type()) {
            case FLOAT32, FLOAT16, FLOAT64, BFLOAT16, INT4, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 ->
                Optional.of(Elements.of(ElementType.valueOf(tensor.type().name())));
            default -> Optional.empty();
        };
    }

    private static Optional<Scale> scale(Tensor tensor) {
        Optional<Blockwise> blocks = tensor.blockwise();
        if (blocks.isPresent()) {
            // Blocks lie on the last axis, so they follow one another in memory.
            int size = blocks.get().blockSize();
            return ConstantValues.of(blocks.get().scales())
                    .filter(scales -> size > 0 && blocks.get().zeroPoints().isEmpty())
                    .map(scales -> (i, element) -> element * scales.get(i / size));
        }
        Optional<Quantization> found = tensor.quantization().filter(q -> q.count() > 0);
        if (found.isEmpty() || tensor.type().isFloating()) {
            return Optional.of((i, element) -> element);
        }
        float[] scales = found.get().scales();
        long zeroPoint = found.get().zeroPoint(0);
        if (scales.length == 1) {
            return Optional.of((i, element) -> scales[0] * (element - zeroPoint));
        }
        ChannelLayout layout = ChannelLayout.of(tensor.shape(), found.get().axis());
        var quantization = found.get();
        return Optional.of((i, element) -> {
            int channel = layout.channel(i);
            return scales[channel] * (element - quantization.zeroPoint(channel));
        });
    }

    /** All of them, in order. */
    public double[] all() {
        double[] all = new double[count];
        for (int i = 0; i < count; i++) {
            all[i] = get(i);
        }
        return all;
    }

    public int count() {
        return count;
    }

    public double get(int index) {
        return scale.apply(index, elements.get(data, index));
    }
}
