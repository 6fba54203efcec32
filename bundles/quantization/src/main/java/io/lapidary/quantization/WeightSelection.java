package io.lapidary.quantization;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.model.BuiltinOperator;

/** Which weights a request means: by the operators that read them and by their names. */
public final class WeightSelection {
    /** Operators whose weights are converted. */
    public static final Parameter<String> OPERATORS = Parameter.text(
                    "operators",
                    "Types of operators whose weights are converted, with '+' between, as in CONV_2D+FULLY_CONNECTED;"
                            + " empty for all.")
            .defaultsTo("");

    public static final Parameter<String> INCLUDE = Parameter.pattern(
                    "include", "Names of weight tensors that are converted, as a regular expression of whole names.")
            .defaultsTo(".*");

    public static final Parameter<String> EXCLUDE = Parameter.pattern(
                    "exclude", "Names of weight tensors that are left as they are; goes before 'include'.")
            .defaultsTo("");

    private final Set<BuiltinOperator> operators;
    private final Pattern include;
    private final Pattern exclude;

    private WeightSelection(Set<BuiltinOperator> operators, Pattern include, Pattern exclude) {
        this.operators = operators;
        this.include = include;
        this.exclude = exclude;
    }

    /**
     * @param parameters that declare {@link #OPERATORS}, {@link #INCLUDE} and {@link #EXCLUDE}
     * @throws LapidaryException of code invalid-parameter if there is no such operator
     */
    public static WeightSelection of(Parameters parameters) throws LapidaryException {
        return new WeightSelection(
                operators(parameters.get(OPERATORS)),
                Pattern.compile(parameters.get(INCLUDE)),
                Pattern.compile(parameters.get(EXCLUDE)));
    }

    private static Set<BuiltinOperator> operators(String text) throws LapidaryException {
        if (text.isBlank()) {
            return EnumSet.allOf(BuiltinOperator.class);
        }
        var known = Arrays.stream(BuiltinOperator.values()).map(Enum::name).toList();
        var chosen = EnumSet.noneOf(BuiltinOperator.class);
        for (String word : List.of(text.split("\\+", -1))) {
            String name = word.strip().toUpperCase(Locale.ROOT);
            if (!known.contains(name)) {
                throw new LapidaryException(
                        ErrorCodes.INVALID_PARAMETER,
                        "There is no operator '" + word.strip() + "' (parameter operators=" + text + ").",
                        NearestName.of(name, known)
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("Operators are named as in TensorFlow Lite: CONV_2D, FULLY_CONNECTED ..."));
            }
            chosen.add(BuiltinOperator.valueOf(name));
        }
        return chosen;
    }

    /** Whether a weight is meant: its name is, and all operators that read it are. */
    public boolean covers(FloatWeight weight) {
        String name = weight.tensor().name();
        return include.matcher(name).matches()
                && !exclude.matcher(name).matches()
                && weight.uses().stream()
                        .allMatch(use -> operators.contains(use.operator().type()));
    }
}
