package io.lapidary.technique.int8.internal;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.technique.Technique;
import io.lapidary.quantization.integer.IntegerTechnique;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Weights and activations as int8: a quarter of the bytes, and integer arithmetic throughout where kernels have it. */
@Component(service = Technique.class)
public final class Int8Technique extends IntegerTechnique {
    public Int8Technique() {
        super(
                IntegerScheme.INT8,
                "1.0.0",
                "Computes in int8: weights by channel, activations by ranges that representative samples show.");
    }
}
