package io.lapidary.technique.mixedprecision.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.technique.Change;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.Need;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Lane;
import io.lapidary.api.work.WorkContext;
import io.lapidary.api.work.WriteFailures;
import io.lapidary.quantization.integer.mixed.MixedSettings;

/**
 * Chooses float32, float16, int16x8 or int8 operator by operator: the smallest or fastest model within limits of quality, or
 * the most exact one within limits of size or time.
 */
@Component
public final class MixedPrecisionTechnique implements Technique {
    static final TechniqueDescriptor DESCRIPTOR = TechniqueDescriptor.of(
                    "mixed-precision",
                    "1.0.0",
                    "Gives each operator the least precision that limits of accuracy, size or time allow, by measurement.",
                    Lane.CALIBRATE)
            .withParameters(parameters())
            .withData(Map.of(DataRole.REPRESENTATIVE, Need.REQUIRED, DataRole.TEST, Need.OPTIONAL))
            .withTraits(
                    Set.of(Trait.FLOAT_WEIGHTS, Trait.FLOAT_ACTIVATIONS),
                    Set.of(),
                    Set.of(Trait.SPARSE),
                    Set.of(Trait.CALIBRATED))
            .withChanges(Change.WEIGHTS, Change.TOPOLOGY, Change.INTERFACE_TYPES);

    private static Parameter<?>[] parameters() {
        List<Parameter<?>> all = new ArrayList<>(SearchSettings.parameters());
        all.addAll(MixedSettings.parameters());
        return all.toArray(Parameter<?>[]::new);
    }

    @Override
    public TechniqueDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        try {
            return new MixedPrecisionJob(input, context).run();
        } catch (IOException e) {
            throw WriteFailures.of(context.workFolder(), e);
        }
    }
}
