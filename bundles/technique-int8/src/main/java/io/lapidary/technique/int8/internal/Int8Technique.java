package io.lapidary.technique.int8.internal;

import java.util.Map;
import java.util.Set;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.Trait;
import io.lapidary.api.technique.Change;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.Need;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Lane;
import io.lapidary.api.work.WorkContext;
import io.lapidary.quantization.integer.IntegerQuantization;
import io.lapidary.quantization.integer.IntegerScheme;
import io.lapidary.quantization.integer.IntegerSettings;

/** Weights and activations as int8: a quarter of the bytes, and integer arithmetic throughout where kernels have it. */
@Component
public final class Int8Technique implements Technique {
    private static final TechniqueDescriptor DESCRIPTOR = TechniqueDescriptor.of(
                    "int8",
                    "1.0.0",
                    "Computes in int8: weights by channel, activations by ranges that representative samples show.",
                    Lane.CALIBRATE)
            .withParameters(IntegerSettings.parameters(IntegerScheme.INT8))
            .withData(Map.of(DataRole.REPRESENTATIVE, Need.REQUIRED))
            .withTraits(
                    Set.of(Trait.FLOAT_WEIGHTS, Trait.FLOAT_ACTIVATIONS),
                    Set.of(Trait.QUANTIZED_WEIGHTS, Trait.QUANTIZED_ACTIVATIONS),
                    Set.of(Trait.SPARSE),
                    Set.of(Trait.FLOAT_ACTIVATIONS, Trait.CALIBRATED))
            .withChanges(Change.WEIGHTS, Change.TOPOLOGY, Change.INTERFACE_TYPES);

    @Override
    public TechniqueDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        return new IntegerQuantization(IntegerScheme.INT8).apply(input, context);
    }
}
