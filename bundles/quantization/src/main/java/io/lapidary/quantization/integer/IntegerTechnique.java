package io.lapidary.quantization.integer;

import java.util.Map;
import java.util.Set;

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
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/**
 * Full-integer quantization by one scheme, under the scheme's id. A bundle's component says which scheme, its version and what it
 * is, and is registered with {@code @Component(service = Technique.class)}.
 */
public abstract class IntegerTechnique implements Technique {
    private final TechniqueDescriptor descriptor;
    private final IntegerQuantization quantization;

    /**
     * @param scheme of activations, weights and biases
     * @param version of the technique
     * @param summary in one sentence
     */
    protected IntegerTechnique(IntegerScheme scheme, String version, String summary) {
        this.descriptor = TechniqueDescriptor.of(scheme.id(), version, summary, Lane.CALIBRATE)
                .withParameters(IntegerSettings.parameters(scheme))
                .withData(Map.of(DataRole.REPRESENTATIVE, Need.OPTIONAL))
                .withTraits(
                        Set.of(Trait.FLOAT_WEIGHTS, Trait.FLOAT_ACTIVATIONS),
                        Set.of(Trait.QUANTIZED_WEIGHTS, Trait.QUANTIZED_ACTIVATIONS),
                        Set.of(Trait.SPARSE),
                        Set.of(Trait.FLOAT_ACTIVATIONS, Trait.CALIBRATED))
                .withChanges(Change.WEIGHTS, Change.TOPOLOGY, Change.INTERFACE_TYPES);
        this.quantization = new IntegerQuantization(scheme);
    }

    @Override
    public final TechniqueDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public final TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        return quantization.apply(input, context);
    }
}
