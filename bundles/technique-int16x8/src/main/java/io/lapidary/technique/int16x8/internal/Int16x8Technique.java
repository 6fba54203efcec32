package io.lapidary.technique.int16x8.internal;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.technique.Technique;
import io.lapidary.quantization.integer.IntegerTechnique;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Weights as int8, activations as int16: nearly the accuracy of float32 in integers, by slower kernels. */
@Component(service = Technique.class)
public final class Int16x8Technique extends IntegerTechnique {
    public Int16x8Technique() {
        super(
                IntegerScheme.INT16X8,
                "1.0.0",
                "Computes with int8 weights and int16 activations, whose ranges representative samples show.");
    }
}
