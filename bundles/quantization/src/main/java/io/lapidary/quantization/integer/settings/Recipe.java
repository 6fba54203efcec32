package io.lapidary.quantization.integer.settings;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.NamedTensors;
import io.lapidary.quantization.OperatorTypes;

/** Which operators a request has computed in integers. An operator goes by the names of its outputs; one without by its inputs'. */
public final class Recipe {
    public static final Parameter<String> OPERATORS = Parameter.text(
                    "operators",
                    "Types of operators that are computed in integers, with '+' between, as in CONV_2D+ADD; empty for all.")
            .defaultsTo("");

    public static final Parameter<String> FLOAT_OPERATORS = Parameter.text(
                    "float_operators",
                    "Types of operators that stay in float32, with '+' between; goes before 'operators'.")
            .defaultsTo("");

    public static final Parameter<String> INCLUDE = Parameter.pattern(
                    "include",
                    "Operators that are computed in integers, by the name of an output, as a regular expression of whole names.")
            .defaultsTo(".*");

    public static final Parameter<String> EXCLUDE = Parameter.pattern(
                    "exclude", "Operators that stay in float32, by the name of an output; goes before 'include'.")
            .defaultsTo("");

    public static final Parameter<String> FLOAT_POSITIONS = Parameter.text(
                    "float_positions",
                    "Operators of the main graph that stay in float32, by their place in the order of execution, as in"
                            + " 0+3..5+-1: the first is 0, the last -1; goes before 'include'.")
            .defaultsTo("");

    private final Set<BuiltinOperator> operators;
    private final Set<BuiltinOperator> floatOperators;
    private final Pattern include;
    private final Pattern exclude;
    private final PositionSet floatPositions;

    private Recipe(
            Set<BuiltinOperator> operators,
            Set<BuiltinOperator> floatOperators,
            Pattern include,
            Pattern exclude,
            PositionSet floatPositions) {
        this.operators = operators;
        this.floatOperators = floatOperators;
        this.include = include;
        this.exclude = exclude;
        this.floatPositions = floatPositions;
    }

    /** @throws LapidaryException of code invalid-parameter if a type does not exist or is asked for in both ways */
    public static Recipe of(Parameters parameters) throws LapidaryException {
        var recipe = new Recipe(
                OperatorTypes.of(OPERATORS, parameters),
                OperatorTypes.of(FLOAT_OPERATORS, parameters),
                Pattern.compile(parameters.get(INCLUDE)),
                Pattern.compile(parameters.get(EXCLUDE)),
                PositionSet.of(parameters.get(FLOAT_POSITIONS), FLOAT_POSITIONS.name()));
        for (BuiltinOperator type : recipe.operators) {
            if (recipe.floatOperators.contains(type)) {
                throw new LapidaryException(
                        ErrorCodes.INVALID_PARAMETER,
                        "Parameters operators and float_operators both name " + type + ".",
                        "Name it in one of them.");
            }
        }
        return recipe;
    }

    /** @throws LapidaryException of code invalid-parameter, naming what the model has nothing of */
    public void requireMatches(Model model) throws LapidaryException {
        for (BuiltinOperator type : operators) {
            requireType(model, type, OPERATORS);
        }
        for (BuiltinOperator type : floatOperators) {
            requireType(model, type, FLOAT_OPERATORS);
        }
        requireName(model, include, INCLUDE);
        requireName(model, exclude, EXCLUDE);
        if (!include.pattern().equals(INCLUDE.defaultValue().orElseThrow())) {
            NamedTensors.requireRemainder(
                    include,
                    exclude,
                    all(model).flatMap(operator -> named(operator).stream()).toList());
        }
        floatPositions.requireWithin(model.main(), FLOAT_POSITIONS.name());
    }

    private static void requireType(Model model, BuiltinOperator type, Parameter<String> parameter)
            throws LapidaryException {
        if (all(model).noneMatch(operator -> operator.type() == type)) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER,
                    "The model has no operator " + type + " (parameter " + parameter.name() + ").",
                    "Its operators are "
                            + all(model).map(Operator::type).distinct().sorted().toList() + ".");
        }
    }

    static void requireName(Model model, Pattern pattern, Parameter<String> parameter) throws LapidaryException {
        boolean asked = !pattern.pattern().isEmpty()
                && !pattern.pattern().equals(INCLUDE.defaultValue().orElseThrow());
        if (asked) {
            NamedTensors.requireMatch(
                    pattern,
                    all(model).flatMap(operator -> named(operator).stream()).toList(),
                    "operator",
                    parameter.name(),
                    "An operator goes by the name of its output; 'lapidary inspect --all' lists them.");
        }
    }

    private static Stream<Operator> all(Model model) {
        return model.subgraphs().stream().flatMap(graph -> graph.operators().stream());
    }

    static boolean isNamed(Operator operator, Pattern pattern) {
        return named(operator).stream().anyMatch(tensor -> NamedTensors.matches(pattern, tensor));
    }

    /** The tensors that an operator goes by: its outputs, or its inputs where it has none. */
    public static List<Tensor> named(Operator operator) {
        return operator.outputs().isEmpty() ? operator.inputs() : operator.outputs();
    }

    /** Why the recipe leaves an operator in float32, if it does. */
    public Optional<String> leaves(Operator operator) {
        boolean chosen = (operators.isEmpty() || operators.contains(operator.type()))
                && !floatOperators.contains(operator.type())
                && isNamed(operator, include)
                && !isNamed(operator, exclude)
                && !floatPositions.contains(operator);
        return chosen ? Optional.empty() : Optional.of("the request leaves it in float32");
    }
}
