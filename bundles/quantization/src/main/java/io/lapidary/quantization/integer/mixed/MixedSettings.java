package io.lapidary.quantization.integer.mixed;

import java.util.List;
import java.util.Locale;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.calibration.CalibrationSettings;
import io.lapidary.quantization.calibration.Derivation;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;
import io.lapidary.quantization.integer.settings.Recipe;
import io.lapidary.quantization.integer.settings.WideOperators;

/**
 * What a request can set of a quantization with several precisions in one model.
 *
 * @param inputType of the model's inputs that were float32
 * @param outputType of the model's outputs that were float32
 * @param perChannel whether weights have a scale for each channel
 * @param poolsAsMeans whether global average pools become MEAN
 * @param balanceChannels whether channels of activations are brought to one magnitude
 * @param biasCorrection whether biases make up for the rounding of weights
 * @param recipe which operators may be computed in integers
 * @param calibration how ranges are found
 */
public record MixedSettings(
        TensorType inputType,
        TensorType outputType,
        boolean perChannel,
        boolean poolsAsMeans,
        boolean balanceChannels,
        boolean biasCorrection,
        Recipe recipe,
        CalibrationSettings calibration) {
    private static final List<String> TYPES = List.of("float32", "int8", "uint8", "int16");

    private static final Parameter<String> INPUT = Parameter.choice(
                    "input_type", TYPES, "Type of the model's inputs that were float32.")
            .defaultsTo(TYPES.get(0));

    private static final Parameter<String> OUTPUT = Parameter.choice(
                    "output_type", TYPES, "Type of the model's outputs that were float32.")
            .defaultsTo(TYPES.get(0));

    /** All that a technique declares of them. */
    public static List<Parameter<?>> parameters() {
        var all = new java.util.ArrayList<Parameter<?>>(List.of(
                INPUT,
                OUTPUT,
                IntegerSettings.PER_CHANNEL,
                IntegerSettings.GLOBAL_POOLING,
                IntegerSettings.BALANCE_CHANNELS,
                IntegerSettings.BIAS_CORRECTION,
                Recipe.OPERATORS,
                Recipe.FLOAT_OPERATORS,
                Recipe.INCLUDE,
                Recipe.EXCLUDE,
                Recipe.FLOAT_POSITIONS));
        all.addAll(CalibrationSettings.parameters(IntegerScheme.INT8.levels()));
        return List.copyOf(all);
    }

    /** @throws LapidaryException of code invalid-parameter if values contradict one another */
    public static MixedSettings of(Parameters parameters) throws LapidaryException {
        return new MixedSettings(
                type(parameters.get(INPUT)),
                type(parameters.get(OUTPUT)),
                parameters.get(IntegerSettings.PER_CHANNEL),
                parameters.get(IntegerSettings.GLOBAL_POOLING).equals("mean"),
                parameters.get(IntegerSettings.BALANCE_CHANNELS),
                parameters.get(IntegerSettings.BIAS_CORRECTION),
                Recipe.of(parameters),
                CalibrationSettings.of(parameters, IntegerScheme.INT8.levels()));
    }

    private static TensorType type(String word) {
        return TensorType.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** What the pass of one scheme is to do; it leaves inputs and outputs of another scheme's type as they are. */
    IntegerSettings integer(IntegerScheme scheme) {
        return new IntegerSettings(
                port(inputType, scheme),
                port(outputType, scheme),
                perChannel,
                false,
                false,
                scheme == IntegerScheme.INT16X8,
                poolsAsMeans,
                balanceChannels,
                biasCorrection,
                recipe,
                WideOperators.NONE,
                calibration,
                Derivation.none());
    }

    private static TensorType port(TensorType type, IntegerScheme scheme) {
        boolean own = type == scheme.activation() || type == TensorType.UINT8 && scheme == IntegerScheme.INT8;
        return own ? type : TensorType.FLOAT32;
    }
}
