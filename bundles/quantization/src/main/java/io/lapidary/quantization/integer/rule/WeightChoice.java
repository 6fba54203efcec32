package io.lapidary.quantization.integer.rule;

import java.util.HashMap;
import java.util.Map;

import io.lapidary.model.BufferContent;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.WeightDecision;
import io.lapidary.quantization.WeightFormat;
import io.lapidary.quantization.WeightRounding;
import io.lapidary.quantization.integer.constant.WeightScales;

/** Chooses scales and rounding of weights: those that earlier steps decided, else by the weights' magnitudes. */
public final class WeightChoice {
    private final boolean perChannel;
    private final boolean fitted;
    private final Annotations annotations;
    private final Map<Tensor, Chosen> chosen = new HashMap<>();

    /** Scales are asked for again and again, and looking at all weights takes time. */
    private record Chosen(BufferContent content, int axis, WeightScales scales) {}

    /**
     * @param perChannel whether weights have a scale for each channel, where kernels take it
     * @param fitted whether scales are looked for whose integers are nearest to the weights
     * @param annotations what earlier steps decided
     */
    public WeightChoice(boolean perChannel, boolean fitted, Annotations annotations) {
        this.perChannel = perChannel;
        this.fitted = fitted;
        this.annotations = annotations;
    }

    public WeightScales scales(Operator operator, OperatorRule.Weight weight) {
        Tensor tensor = operator.input(weight.input()).orElseThrow();
        int axis = perChannel ? weight.axis() : -1;
        BufferContent content = tensor.buffer().content();
        Chosen known = chosen.get(tensor);
        if (known == null || known.content() != content || known.axis() != axis) {
            known = new Chosen(content, axis, scales(tensor, axis));
            chosen.put(tensor, known);
        }
        return known.scales();
    }

    private WeightScales scales(Tensor tensor, int axis) {
        return WeightDecision.of(annotations, tensor)
                .scales(axis, WeightFormat.INT8)
                .map(decided -> new WeightScales(decided, axis))
                .orElseGet(() -> fitted ? WeightScales.fitted(tensor, axis) : WeightScales.of(tensor, axis));
    }

    /** @param scales that are taken in the end */
    public WeightRounding rounding(Tensor weight, WeightScales scales) {
        return WeightDecision.of(annotations, weight).rounding(scales.scales(), scales.axis(), WeightFormat.INT8);
    }

    /** Whether a bias already makes up for the rounding of its operator's weights. */
    public boolean isCorrected(Tensor bias) {
        return annotations.of(bias).find(Annotation.BiasShift.class).isPresent();
    }

    /** Whether what earlier steps decided about a tensor would no longer hold if its values were scaled. */
    public boolean isDecided(Tensor tensor) {
        return WeightDecision.of(annotations, tensor).isBinding();
    }
}
