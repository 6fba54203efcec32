package io.lapidary.technique.weightonly.internal;

import io.lapidary.model.Blockwise;
import io.lapidary.model.Model;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.Float16;

/** Reads what integers stand for, by the format's definition and one element at a time. */
record StoredForm(Tensor tensor) {
    /** The stored weights of a model: the one integer constant with parameters named after the weights. */
    static StoredForm of(Model model) {
        return new StoredForm(model.main().tensors().stream()
                .filter(t -> t.isConstant()
                        && t.name().startsWith(OneOperator.WEIGHTS)
                        && (t.type() == TensorType.INT8 || t.type() == TensorType.INT4))
                .findFirst()
                .orElseThrow());
    }

    float[] values() {
        float[] values = new float[Math.toIntExact(tensor.shape().elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale(i) * integer(i);
        }
        return values;
    }

    int integer(int element) {
        if (tensor.type() == TensorType.INT8) {
            return tensor.data().get(element);
        }
        int shift = element % 2 == 0 ? 28 : 24;
        return tensor.data().get(element / 2) << shift >> 28;
    }

    float scale(int element) {
        if (tensor.blockwise().isPresent()) {
            Blockwise blocks = tensor.blockwise().get();
            return Float16.toFloat(blocks.scales().data().getShort(2 * (element / blocks.blockSize())));
        }
        Quantization quantization = tensor.quantization().orElseThrow();
        return quantization.scale(quantization.isPerChannel() ? index(element, quantization.axis()) : 0);
    }

    private int index(int element, int axis) {
        Shape shape = tensor.shape();
        int stride = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            stride *= shape.dim(i);
        }
        return element / stride % shape.dim(axis);
    }
}
