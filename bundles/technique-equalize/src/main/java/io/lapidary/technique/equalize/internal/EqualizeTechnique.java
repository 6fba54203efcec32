package io.lapidary.technique.equalize.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.Change;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.Need;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Lane;
import io.lapidary.api.work.WorkContext;
import io.lapidary.quantization.equalization.EqualizationJob;
import io.lapidary.quantization.equalization.EqualizationSettings;
import io.lapidary.quantization.equalization.EqualizationSettings.Balance;

/** Scales channels between layers so that they quantize better, without changing what the model computes. */
@Component
public final class EqualizeTechnique implements Technique {
    static final Parameter<String> BALANCE = Parameter.choice(
                    "balance",
                    List.of("auto", "weights", "activations", "noise"),
                    "What is made alike: 'weights' on both sides of a channel, for weights with one scale a tensor;"
                            + " 'activations', the ranges of a tensor's channels, for integer activations (needs samples);"
                            + " 'noise' takes the scales that leave the least rounding noise, and leaves pairs alone that would"
                            + " gain little (needs samples); 'auto' for noise where there are samples.")
            .defaultsTo("auto");

    static final Parameter<Boolean> POWER_OF_TWO = Parameter.flag(
                    "power_of_two", "Rounds scales to powers of two, so that not a bit of the model's results changes.")
            .defaultsTo(false);

    static final Parameter<Boolean> ABSORB_BIAS = Parameter.flag(
                    "absorb_bias",
                    "Moves what a channel behind a RELU always has into the next layer's bias; needs samples.")
            .defaultsTo(true);

    static final Parameter<Double> MIN_ABSORPTION_SQNR = Parameter.number(
                    "min_absorption_sqnr",
                    0,
                    200,
                    "Absorption is undone if the outputs, over the samples, come out further from the model's than this.")
            .in("dB")
            .defaultsTo(50.0);

    static final Parameter<Long> ITERATIONS = Parameter.integer(
                    "iterations",
                    1,
                    10_000,
                    "Sweeps over all pairs after which balancing weights ends, converged or not.")
            .in("sweeps")
            .defaultsTo(100L);

    static final Parameter<Long> WEIGHT_BITS = Parameter.integer(
                    "weight_bits", 2, 8, "For balance=noise: bits of the weights that the later step makes.")
            .in("bits")
            .defaultsTo(8L);

    static final Parameter<Long> ACTIVATION_BITS = Parameter.integer(
                    "activation_bits",
                    0,
                    16,
                    "For balance=noise: bits of the activations that the later step makes; 0 where they stay float32.")
            .in("bits")
            .defaultsTo(8L);

    private static final TechniqueDescriptor DESCRIPTOR = TechniqueDescriptor.of(
                    "equalize",
                    "1.0.0",
                    "Scales channels between layers so that they quantize better; the model computes what it did.",
                    Lane.CALIBRATE)
            .withParameters(
                    BALANCE, WEIGHT_BITS, ACTIVATION_BITS, POWER_OF_TWO, ABSORB_BIAS, MIN_ABSORPTION_SQNR, ITERATIONS)
            .withData(Map.of(DataRole.REPRESENTATIVE, Need.OPTIONAL))
            .withTraits(
                    Set.of(Trait.FLOAT_WEIGHTS, Trait.FLOAT_ACTIVATIONS),
                    Set.of(),
                    Set.of(Trait.FLOAT_WEIGHTS, Trait.FLOAT_ACTIVATIONS, Trait.QUANTIZED_WEIGHTS, Trait.SPARSE),
                    Set.of())
            .withChanges(Change.WEIGHTS);

    @Override
    public TechniqueDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        return new EqualizationJob(
                        input.subject().path(),
                        settings(input.parameters()),
                        Optional.ofNullable(input.data().get(DataRole.REPRESENTATIVE)),
                        context)
                .run();
    }

    private static EqualizationSettings settings(Parameters parameters) {
        return new EqualizationSettings(
                Balance.valueOf(parameters.get(BALANCE).toUpperCase(Locale.ROOT)),
                Math.toIntExact(parameters.get(WEIGHT_BITS)),
                Math.toIntExact(parameters.get(ACTIVATION_BITS)),
                parameters.get(POWER_OF_TWO),
                parameters.get(ABSORB_BIAS),
                parameters.get(MIN_ABSORPTION_SQNR),
                parameters.get(ITERATIONS));
    }
}
