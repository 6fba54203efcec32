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
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/** Chooses scales and rounding of weights: those that earlier steps decided, else by the weights' magnitudes. */
public final class WeightChoice {
    private final boolean perChannel;
    /** Whether scales are looked for whose integers are nearest to the weights, where activations are int16. */
    private final boolean fits;

    /** Such scales that are known. */
    private final Map<Tensor, float[]> fitted;

    private final IntegerScheme scheme;
    private final Annotations annotations;
    private final Map<Tensor, Chosen> chosen = new HashMap<>();

    /** Scales are asked for again and again, and looking at all weights takes time. */
    private record Chosen(BufferContent content, int axis, WeightScales scales) {}

    /**
     * @param settings of the request
     * @param annotations what earlier steps decided
     * @param scheme of the operators that read the weights
     */
    public WeightChoice(IntegerSettings settings, Annotations annotations, IntegerScheme scheme) {
        this(settings.perChannel(), settings.fitsScales(), Map.of(), annotations, scheme);
    }

    private WeightChoice(
            boolean perChannel,
            boolean fits,
            Map<Tensor, float[]> fitted,
            Annotations annotations,
            IntegerScheme scheme) {
        this.perChannel = perChannel;
        this.fits = fits;
        this.fitted = fitted;
        this.annotations = annotations;
        this.scheme = scheme;
    }

    /** For operators of a scheme; itself, with what it has found, for those it is for. */
    public WeightChoice of(IntegerScheme other) {
        return other == scheme ? this : new WeightChoice(perChannel, fits, fitted, annotations, other);
    }

    /** With scales beside int16 activations that samples told. */
    public WeightChoice with(Map<Tensor, float[]> found) {
        return new WeightChoice(perChannel, fits, found, annotations, scheme);
    }

    /** Scales beside int16 activations that samples told, by the weights. */
    public Map<Tensor, float[]> fitted() {
        return fitted;
    }

    /** On which weights have a scale for each channel; -1 for one scale. */
    public int axis(OperatorRule.Weight weight) {
        return perChannel ? weight.axis() : -1;
    }

    public WeightScales scales(Operator operator, OperatorRule.Weight weight) {
        Tensor tensor = operator.input(weight.input()).orElseThrow();
        int axis = axis(weight);
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
                // Beside activations of int16 the weights make nearly all of the error.
                .orElseGet(() ->
                        fits && scheme == IntegerScheme.INT16X8 ? fitted(tensor, axis) : WeightScales.of(tensor, axis));
    }

    private WeightScales fitted(Tensor tensor, int axis) {
        return fitted.containsKey(tensor)
                ? new WeightScales(fitted.get(tensor), axis)
                : WeightScales.fitted(tensor, axis);
    }

    /** @param scales that are taken in the end */
    public WeightRounding rounding(Tensor weight, WeightScales scales) {
        return WeightDecision.of(annotations, weight).rounding(scales.scales(), scales.axis(), WeightFormat.INT8);
    }

    /** Whether a bias already makes up for the rounding of its operator's weights. */
    public boolean isCorrected(Tensor bias) {
        return annotations.of(bias).find(Annotation.BiasShift.class).isPresent();
    }

    /** Whether what earlier steps decided about a tensor would no longer hold if its values were others. */
    public boolean isDecided(Tensor tensor) {
        return decision(tensor).isBinding();
    }

    /** What earlier steps decided about a tensor. */
    public WeightDecision decision(Tensor tensor) {
        return WeightDecision.of(annotations, tensor);
    }
}
