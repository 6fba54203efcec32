package io.lapidary.quantization;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Tensor;

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
        Set<BuiltinOperator> named = OperatorTypes.of(OPERATORS, parameters);
        return new WeightSelection(
                named.isEmpty() ? EnumSet.allOf(BuiltinOperator.class) : named,
                Pattern.compile(parameters.get(INCLUDE)),
                Pattern.compile(parameters.get(EXCLUDE)));
    }

    /**
     * The same, which the model has to have something of.
     *
     * @throws LapidaryException of code invalid-parameter, naming what the model has nothing of
     */
    public static WeightSelection of(Parameters parameters, Model model) throws LapidaryException {
        WeightSelection selection = of(parameters);
        if (!parameters.get(OPERATORS).isBlank()) {
            requireOperators(selection.operators, model);
        }
        List<Tensor> constants = model.subgraphs().stream()
                .flatMap(graph -> graph.tensors().stream())
                .filter(Tensor::isConstant)
                .toList();
        for (Parameter<String> parameter : List.of(INCLUDE, EXCLUDE)) {
            String given = parameters.get(parameter);
            if (!given.equals(parameter.defaultValue().orElseThrow())) {
                NamedTensors.requireMatch(
                        Pattern.compile(given),
                        constants,
                        "weight",
                        parameter.name(),
                        "'lapidary inspect --all' lists the constants.");
            }
        }
        if (!parameters.get(INCLUDE).equals(INCLUDE.defaultValue().orElseThrow())) {
            NamedTensors.requireRemainder(selection.include, selection.exclude, constants);
        }
        return selection;
    }

    private static void requireOperators(Set<BuiltinOperator> asked, Model model) throws LapidaryException {
        var there = EnumSet.noneOf(BuiltinOperator.class);
        model.subgraphs().forEach(graph -> graph.operators().forEach(operator -> there.add(operator.type())));
        if (asked.stream().noneMatch(there::contains)) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER,
                    "The model has no operator of the types " + asked + " (parameter " + OPERATORS.name() + ").",
                    "Its operators are " + there + ".");
        }
    }

    /** Whether a weight is meant: its name is, and all operators that read it are. */
    public boolean covers(FloatWeight weight) {
        return NamedTensors.matches(include, weight.tensor())
                && !NamedTensors.matches(exclude, weight.tensor())
                && weight.uses().stream()
                        .allMatch(use -> operators.contains(use.operator().type()));
    }
}
