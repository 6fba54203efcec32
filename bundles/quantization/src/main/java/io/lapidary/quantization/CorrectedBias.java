package io.lapidary.quantization;

import java.nio.FloatBuffer;
import java.util.Optional;

import io.lapidary.model.BufferContent;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;

/**
 * A bias to which an earlier step added what the rounding of weights would take from the mean of each channel.
 *
 * @param tensor constant, float32
 * @param shift what was added: as many numbers as the bias has
 */
public record CorrectedBias(Tensor tensor, Annotation.BiasShift shift) {

    /** The tensor as such a bias; empty if nothing was added to it, or not to its numbers as they are. */
    public static Optional<CorrectedBias> of(Tensor tensor, Annotations annotations) {
        return annotations
                .of(tensor)
                .find(Annotation.BiasShift.class)
                .filter(shift -> tensor.isConstant()
                        && tensor.type() == TensorType.FLOAT32
                        && tensor.shape().elements() == shift.added().length)
                .map(shift -> new CorrectedBias(tensor, shift));
    }

    /** Sets the bias to what it was before, and forgets that it was another. */
    public void takeBack(Annotations annotations, ModelEditor editor) {
        float[] added = shift.added();
        FloatBuffer values = tensor.data().asFloatBuffer();
        float[] before = new float[added.length];
        for (int c = 0; c < before.length; c++) {
            before[c] = values.get(c) - added[c];
        }
        annotations.update(tensor, known -> known.without(Annotation.BiasShift.class));
        editor.tensor(tensor).data(BufferContent.ofFloats(before));
    }
}
