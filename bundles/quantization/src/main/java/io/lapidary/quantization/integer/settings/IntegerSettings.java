package io.lapidary.quantization.integer.settings;

import java.util.List;
import java.util.Locale;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.model.Model;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.calibration.CalibrationMethod;
import io.lapidary.quantization.calibration.CalibrationSettings;
import io.lapidary.quantization.calibration.Derivation;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/**
 * What a request can set of a full-integer quantization.
 *
 * @param inputType of the model's inputs
 * @param outputType of the model's outputs
 * @param perChannel whether weights have a scale for each channel
 * @param symmetric whether int8 activations have zero point 0 where the kernels leave it free
 * @param strict whether an operator that stays float32 makes the whole fail
 * @param shortBias whether int16x8 biases are int32 where sums fit
 * @param poolsAsMeans whether global average pools become MEAN
 * @param balanceChannels whether channels of activations are brought to one magnitude
 * @param biasCorrection whether biases make up for the rounding of weights
 * @param recipe which operators are meant
 * @param wide which of them are computed with int16 activations though the scheme is another
 * @param calibration how ranges are found
 * @param derivation how they are without samples
 */
public record IntegerSettings(
        TensorType inputType,
        TensorType outputType,
        boolean perChannel,
        boolean symmetric,
        boolean strict,
        boolean shortBias,
        boolean poolsAsMeans,
        boolean balanceChannels,
        boolean biasCorrection,
        Recipe recipe,
        WideOperators wide,
        CalibrationSettings calibration,
        Derivation derivation) {
    public static final Parameter<Boolean> PER_CHANNEL = Parameter.flag(
                    "per_channel", "Gives weights a scale for each channel where kernels take it, else one per tensor.")
            .defaultsTo(true);

    private static final Parameter<String> ACTIVATIONS = Parameter.choice(
                    "activations",
                    List.of("asymmetric", "symmetric"),
                    "Zero points of activations: 'symmetric' takes 0 where kernels leave it free, as some accelerators ask,"
                            + " at the price of a coarser scale for what is mostly of one sign.")
            .defaultsTo("asymmetric");

    private static final Parameter<Boolean> STRICT = Parameter.flag(
                    "strict",
                    "Refuses a model in which an operator would stay in float32, instead of converting there.")
            .defaultsTo(false);

    private static final Parameter<String> BIAS_TYPE = Parameter.choice(
                    "bias_type",
                    List.of("auto", "int64"),
                    "Type of biases: 'auto' takes int32, which faster and more exact kernels read, where no sum can"
                            + " overflow 32 bits; interpreters that do not know the option quantized_bias_type take int64 alone.")
            .defaultsTo("auto");

    public static final Parameter<String> GLOBAL_POOLING = Parameter.choice(
                    "global_pooling",
                    List.of("mean", "keep"),
                    "How AVERAGE_POOL_2D over the whole image is computed: 'mean' makes a MEAN of it, whose output has a finer"
                            + " scale of its own; 'keep' leaves it, with its input's scale.")
            .defaultsTo("mean");

    public static final Parameter<Boolean> BALANCE_CHANNELS = Parameter.flag(
                    "balance_channels",
                    "Scales channels of activations by powers of two, and the weights around them back, so that small"
                            + " channels keep their share of the steps; the float function stays the same.")
            .defaultsTo(true);

    public static final Parameter<Boolean> BIAS_CORRECTION = Parameter.flag(
                    "bias_correction",
                    "Adds to biases what rounded weights take from the mean of each channel, as the samples show it.")
            .defaultsTo(true);

    /** All parameters of a technique of the scheme. */
    public static Parameter<?>[] parameters(IntegerScheme scheme) {
        var own = new java.util.ArrayList<Parameter<?>>(List.of(
                input(scheme), output(scheme), STRICT, PER_CHANNEL, GLOBAL_POOLING, BALANCE_CHANNELS, BIAS_CORRECTION));
        if (scheme == IntegerScheme.INT16X8) {
            own.add(BIAS_TYPE);
        } else {
            own.add(ACTIVATIONS);
            own.add(WideOperators.PARAMETER);
        }
        own.addAll(List.of(
                Recipe.OPERATORS, Recipe.FLOAT_OPERATORS, Recipe.INCLUDE, Recipe.EXCLUDE, Recipe.FLOAT_POSITIONS));
        own.addAll(CalibrationSettings.parameters(scheme.levels()));
        own.addAll(Derivation.parameters());
        return own.toArray(Parameter<?>[]::new);
    }

    private static Parameter<String> input(IntegerScheme scheme) {
        return Parameter.choice("input_type", types(scheme), "Type of the model's inputs that were float32.")
                .defaultsTo(types(scheme).get(0));
    }

    private static Parameter<String> output(IntegerScheme scheme) {
        return Parameter.choice("output_type", types(scheme), "Type of the model's outputs that were float32.")
                .defaultsTo(types(scheme).get(0));
    }

    private static List<String> types(IntegerScheme scheme) {
        return scheme == IntegerScheme.INT8 ? List.of("int8", "uint8", "float32") : List.of("int16", "float32");
    }

    /** @throws LapidaryException of code invalid-parameter if values contradict one another */
    public static IntegerSettings of(Parameters parameters, IntegerScheme scheme) throws LapidaryException {
        return new IntegerSettings(
                type(parameters.get(input(scheme))),
                type(parameters.get(output(scheme))),
                parameters.get(PER_CHANNEL),
                scheme == IntegerScheme.INT8 && parameters.get(ACTIVATIONS).equals("symmetric"),
                parameters.get(STRICT),
                scheme == IntegerScheme.INT16X8 && parameters.get(BIAS_TYPE).equals("auto"),
                parameters.get(GLOBAL_POOLING).equals("mean"),
                parameters.get(BALANCE_CHANNELS),
                parameters.get(BIAS_CORRECTION),
                Recipe.of(parameters),
                scheme == IntegerScheme.INT8 ? WideOperators.of(parameters) : WideOperators.NONE,
                CalibrationSettings.of(parameters, scheme.levels()),
                Derivation.of(parameters));
    }

    /** Whether scales of weights beside int16 activations are looked for, instead of taken from the largest weights. */
    public boolean fitsScales() {
        return calibration.method() == CalibrationMethod.MSE;
    }

    /** The same without what takes the activations' means and magnitudes, which samples alone show well enough. */
    public IntegerSettings withoutSamples() {
        return new IntegerSettings(
                inputType,
                outputType,
                perChannel,
                symmetric,
                strict,
                shortBias,
                poolsAsMeans,
                false,
                false,
                recipe,
                wide,
                calibration,
                derivation);
    }

    /** For the operators with int16 activations of a model whose others are int8 already, its inputs and outputs among them. */
    public IntegerSettings forWide() {
        return new IntegerSettings(
                TensorType.FLOAT32,
                TensorType.FLOAT32,
                perChannel,
                false,
                strict,
                true,
                poolsAsMeans,
                balanceChannels,
                biasCorrection,
                recipe,
                WideOperators.NONE,
                calibration,
                derivation);
    }

    /** @throws LapidaryException of code invalid-parameter, naming what the model has nothing of */
    public void requireMatches(Model model) throws LapidaryException {
        recipe.requireMatches(model);
        wide.requireMatches(model);
    }

    private static TensorType type(String word) {
        return TensorType.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
