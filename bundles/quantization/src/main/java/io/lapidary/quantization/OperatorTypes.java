package io.lapidary.quantization;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.model.BuiltinOperator;

/** Types of operators as requests name them: joined by '+', in any case. */
public final class OperatorTypes {
    private static final List<String> KNOWN =
            Arrays.stream(BuiltinOperator.values()).map(Enum::name).toList();

    private OperatorTypes() {}

    /**
     * @param parameter that names them
     * @return none where the parameter is blank
     * @throws LapidaryException of code invalid-parameter if there is no such operator
     */
    public static Set<BuiltinOperator> of(Parameter<String> parameter, Parameters parameters) throws LapidaryException {
        String text = parameters.get(parameter);
        var chosen = EnumSet.noneOf(BuiltinOperator.class);
        if (text.isBlank()) {
            return chosen;
        }
        for (String word : text.split("\\+", -1)) {
            String name = word.strip().toUpperCase(Locale.ROOT);
            if (!KNOWN.contains(name)) {
                throw new LapidaryException(
                        ErrorCodes.INVALID_PARAMETER,
                        "There is no operator '" + word.strip() + "' (parameter " + parameter.name() + "=" + text
                                + ").",
                        NearestName.question(name, KNOWN)
                                .orElse("Operators are named as in TensorFlow Lite: CONV_2D, FULLY_CONNECTED ..."));
            }
            chosen.add(BuiltinOperator.valueOf(name));
        }
        return chosen;
    }
}
