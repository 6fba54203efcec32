package io.lapidary.quantization.integer.settings;

import java.util.regex.Pattern;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;

/**
 * Operators of a model in int8 that are computed with int16 activations.
 *
 * @param names of outputs, as a regular expression of whole names; an empty one fits no operator
 */
public record WideOperators(Pattern names) {
    public static final WideOperators NONE = new WideOperators(Pattern.compile(""));

    static final Parameter<String> PARAMETER = Parameter.pattern(
                    "int16x8",
                    "Operators that are computed with int16 activations, by the name of an output, between conversions; those"
                            + " that the request leaves in float32 stay there.")
            .defaultsTo("");

    static WideOperators of(Parameters parameters) {
        return new WideOperators(Pattern.compile(parameters.get(PARAMETER)));
    }

    public boolean isEmpty() {
        return names.pattern().isEmpty();
    }

    public boolean contains(Operator operator) {
        return !isEmpty() && Recipe.isNamed(operator, names);
    }

    /** @throws LapidaryException of code invalid-parameter if the model has nothing of such a name */
    public void requireMatches(Model model) throws LapidaryException {
        Recipe.requireName(model, names, PARAMETER);
    }
}
