package io.lapidary.quantization.integer.preparation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.work.Finding;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.CorrectedBias;
import io.lapidary.quantization.WeightDecision;

/**
 * What earlier steps decided about numbers that are multiplied by powers of two. Scales of channels are multiplied too, so that the
 * same integers come out, rounded as decided; the rounding of weights that mix the channels is given up.
 */
final class ScaledDecisions {
    private final Annotations annotations;
    private final ModelEditor editor;
    private final List<String> givenUp = new ArrayList<>();

    ScaledDecisions(Annotations annotations, ModelEditor editor) {
        this.annotations = annotations;
        this.editor = editor;
    }

    boolean any(Tensor weights) {
        return WeightDecision.of(annotations, weights).isBinding();
    }

    /** The channels on an axis were multiplied by {@code 2^(sign bits)}. */
    void scaled(Tensor tensor, int axis, int[] bits, int sign) {
        var known = annotations.of(tensor);
        Optional<Annotation.Scale> scale = known.find(Annotation.Scale.class);
        Optional<Annotation.BiasShift> shift = known.find(Annotation.BiasShift.class);
        if (scale.isPresent()) {
            float[] scales = scaled(scale.get().scale(), bits, sign);
            annotations.update(
                    tensor,
                    all -> all.with(new Annotation.Scale(scales, scale.get().zeroPoint(), axis)));
        }
        if (shift.isPresent()) {
            float[] added = scaled(shift.get().added(), bits, sign);
            annotations.update(
                    tensor,
                    all -> all.with(new Annotation.BiasShift(added, shift.get().bits())));
        }
    }

    private static float[] scaled(float[] values, int[] bits, int sign) {
        float[] scaled = new float[values.length];
        for (int c = 0; c < scaled.length; c++) {
            scaled[c] = Math.scalb(values[c], sign * bits[c]);
        }
        return scaled;
    }

    /** The weights become others, which nothing was decided about; nor was a bias corrected for them. */
    void giveUp(Operator reader) {
        Tensor weights = reader.input(1).orElseThrow();
        if (!any(weights)) {
            return;
        }
        annotations.update(
                weights, all -> all.without(Annotation.Rounding.class).without(Annotation.Scale.class));
        reader.input(2)
                .flatMap(bias -> CorrectedBias.of(bias, annotations))
                .ifPresent(bias -> bias.takeBack(annotations, editor));
        givenUp.add(weights.name());
    }

    List<Finding> findings() {
        if (givenUp.isEmpty()) {
            return List.of();
        }
        return List.of(Finding.note(
                "rounding-given-up",
                givenUp.get(0),
                givenUp.size()
                        + " weights are rounded to the nearest, though an earlier step decided on their rounding: that the"
                        + " channels before them are balanced is worth more. The first of them is '" + givenUp.get(0)
                        + "'. balance_channels=false keeps all roundings."));
    }
}
