package io.lapidary.technique.biascorrection.internal;

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
import io.lapidary.quantization.WeightSelection;
import io.lapidary.quantization.layer.PlannedWeights;

/** Shifts biases by what a later step's rounding of weights will take from the mean of each channel. */
@Component
public final class BiasCorrectionTechnique implements Technique {
    static final Parameter<Long> PASSES = Parameter.integer(
                    "passes",
                    0,
                    1000,
                    "How often, with samples, the model with rounded weights is run at most, to correct what earlier layers' errors"
                            + " do to later ones: once for each layer of the longest way; 0 corrects each layer by itself.")
            .in("passes")
            .defaultsTo(32L);

    static final Parameter<String> WITHOUT_SAMPLES = Parameter.choice(
                    "without_samples",
                    List.of("refuse", "derive"),
                    "What is done where there are no samples: 'derive' estimates means from weights, biases and activation"
                            + " functions, which is far less sure and did harm to some models.")
            .defaultsTo("refuse");

    static final Parameter<Double> INPUT_MEAN = Parameter.number(
                    "input_mean", -1e6, 1e6, "Without samples: what the mean of the model's inputs is taken for.")
            .defaultsTo(0.0);

    static final Parameter<Double> INPUT_DEVIATION = Parameter.number(
                    "input_deviation",
                    0,
                    1e6,
                    "Without samples: what the standard deviation of the model's inputs is taken for.")
            .defaultsTo(1.0);

    static final Parameter<Long> MIN_ELEMENTS = Parameter.integer(
                    "min_elements",
                    0,
                    Integer.MAX_VALUE,
                    "Weights of fewer elements are taken to stay as they are, as the steps that store weights leave them.")
            .in("elements")
            .defaultsTo(256L);

    private static final TechniqueDescriptor DESCRIPTOR = TechniqueDescriptor.of(
                    "bias-correction",
                    "1.0.0",
                    "Shifts biases so that quantized weights leave the mean of each channel where it was.",
                    Lane.CALIBRATE)
            .withParameters(
                    PlannedWeights.BITS,
                    PlannedWeights.PER_CHANNEL,
                    PlannedWeights.NARROW_RANGE,
                    PASSES,
                    WITHOUT_SAMPLES,
                    INPUT_MEAN,
                    INPUT_DEVIATION,
                    MIN_ELEMENTS,
                    WeightSelection.OPERATORS,
                    WeightSelection.INCLUDE,
                    WeightSelection.EXCLUDE)
            .withData(Map.of(DataRole.REPRESENTATIVE, Need.OPTIONAL))
            .withTraits(
                    Set.of(Trait.FLOAT_WEIGHTS, Trait.FLOAT_ACTIVATIONS),
                    Set.of(),
                    Set.of(
                            Trait.FLOAT_WEIGHTS,
                            Trait.FLOAT_ACTIVATIONS,
                            Trait.QUANTIZED_WEIGHTS,
                            Trait.SPARSE,
                            Trait.CLUSTERED,
                            Trait.CALIBRATED),
                    Set.of())
            .withChanges(Change.WEIGHTS, Change.TOPOLOGY);

    @Override
    public TechniqueDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        return new CorrectionJob(input, context).run();
    }
}
