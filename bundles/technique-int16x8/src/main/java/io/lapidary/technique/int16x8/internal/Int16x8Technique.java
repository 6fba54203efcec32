package io.lapidary.technique.int16x8.internal;

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

/** Weights as int8, activations as int16: nearly the accuracy of float32 in integers, by slower kernels. */
@Component
public final class Int16x8Technique implements Technique {
    private static final TechniqueDescriptor DESCRIPTOR = TechniqueDescriptor.of(
                    "int16x8",
                    "1.0.0",
                    "Computes with int8 weights and int16 activations, whose ranges representative samples show.",
                    Lane.CALIBRATE)
            .withParameters(IntegerSettings.parameters(IntegerScheme.INT16X8))
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
        return new IntegerQuantization(IntegerScheme.INT16X8).apply(input, context);
    }
}
