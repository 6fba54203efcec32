package io.lapidary.technique.adaptiverounding.internal;

import java.util.Map;
import java.util.Set;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.Need;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Lane;
import io.lapidary.api.work.WorkContext;
import io.lapidary.quantization.WeightSelection;
import io.lapidary.quantization.layer.PlannedWeights;

/**
 * Decides of each weight whether a later, quantizing step rounds it up or down, so that errors make up for one another on the
 * inputs that samples show. Changes no number of the model: the decisions are annotations.
 */
@Component
public final class AdaptiveRoundingTechnique implements Technique {
    static final Parameter<Double> DAMPING = Parameter.number(
                    "damping",
                    1e-6,
                    1,
                    "Added to the diagonal of the second moments, in parts of its mean: more trusts the samples less.")
            .defaultsTo(0.01);

    static final Parameter<Long> BLOCK_SIZE = Parameter.integer(
                    "block_size",
                    16,
                    4096,
                    "Weights of an output channel that are rounded with regard to one another; memory and time grow with its"
                            + " square.")
            .in("elements")
            .defaultsTo(1024L);

    static final Parameter<Long> PATCHES = Parameter.integer(
                    "patches_per_sample",
                    1,
                    1 << 20,
                    "Places of each activation that are looked at, of one sample; spread evenly over it.")
            .in("places")
            .defaultsTo(512L);

    private static final TechniqueDescriptor DESCRIPTOR = TechniqueDescriptor.of(
                    "adaptive-rounding",
                    "1.0.0",
                    "Decides how weights will be rounded by what samples show of the inputs they are multiplied by.",
                    Lane.CALIBRATE)
            .withParameters(
                    PlannedWeights.BITS,
                    PlannedWeights.PER_CHANNEL,
                    PlannedWeights.NARROW_RANGE,
                    DAMPING,
                    BLOCK_SIZE,
                    PATCHES,
                    WeightSelection.OPERATORS,
                    WeightSelection.INCLUDE,
                    WeightSelection.EXCLUDE)
            .withData(Map.of(DataRole.REPRESENTATIVE, Need.REQUIRED))
            .withTraits(
                    Set.of(Trait.FLOAT_WEIGHTS),
                    Set.of(),
                    Set.of(
                            Trait.FLOAT_WEIGHTS,
                            Trait.FLOAT_ACTIVATIONS,
                            Trait.QUANTIZED_WEIGHTS,
                            Trait.QUANTIZED_ACTIVATIONS,
                            Trait.SPARSE,
                            Trait.CLUSTERED,
                            Trait.CALIBRATED),
                    Set.of());

    @Override
    public TechniqueDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        return new RoundingJob(input, context).run();
    }
}
