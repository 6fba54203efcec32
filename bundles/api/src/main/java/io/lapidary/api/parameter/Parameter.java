package io.lapidary.api.parameter;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/**
 * One typed parameter of a technique, backend or planner.
 *
 * @param <T> the Java type of its values
 * @param name in snake_case
 * @param type how it is read and what it may be
 * @param unit of its values, as in {@code bytes} or {@code ms}; empty for none
 * @param defaultValue what holds if none is given; a parameter without a default must be given
 * @param description one sentence: what it does
 */
public record Parameter<T>(
        String name, ParameterType<T> type, String unit, Optional<T> defaultValue, String description) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    public Parameter {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(defaultValue, "defaultValue");
        Objects.requireNonNull(description, "description");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("parameter name '" + name + "' is not in snake_case");
        }
    }

    public static Parameter<Long> integer(String name, long min, long max, String description) {
        return of(name, new ParameterType.IntegerType(min, max), description);
    }

    /** An integer of which few values are allowed, as in {@code 4 or 8}. */
    public static Parameter<Long> oneOf(String name, List<Long> choices, String description) {
        return of(name, new ParameterType.IntegerChoiceType(choices), description);
    }

    /** An integer of which only multiples of {@code unit} are allowed, as in {@code a multiple of 32 from 0 to 1024}. */
    public static Parameter<Long> multipleOf(String name, long unit, long min, long max, String description) {
        return of(name, new ParameterType.IntegerMultipleType(unit, min, max), description);
    }

    public static Parameter<Double> number(String name, double min, double max, String description) {
        return of(name, new ParameterType.NumberType(min, max), description);
    }

    public static Parameter<Boolean> flag(String name, String description) {
        return of(name, new ParameterType.FlagType(), description);
    }

    public static Parameter<String> choice(String name, List<String> choices, String description) {
        return of(name, new ParameterType.ChoiceType(choices), description);
    }

    public static Parameter<String> text(String name, String description) {
        return of(name, new ParameterType.TextType(), description);
    }

    public static Parameter<String> pattern(String name, String description) {
        return of(name, new ParameterType.PatternType(), description);
    }

    private static <T> Parameter<T> of(String name, ParameterType<T> type, String description) {
        return new Parameter<>(name, type, "", Optional.empty(), description);
    }

    public Parameter<T> in(String newUnit) {
        return new Parameter<>(name, type, newUnit, defaultValue, description);
    }

    /** @throws IllegalArgumentException if the value is not allowed */
    public Parameter<T> defaultsTo(T value) {
        type.parse(type.format(value));
        return new Parameter<>(name, type, unit, Optional.of(value), description);
    }

    /** What may be given, with its unit: {@code an integer from 0 to 8 elements}. */
    public String allowed() {
        return unit.isEmpty() ? type.allowed() : type.allowed() + " " + unit;
    }

    /** The canonical text of what {@code text} says. */
    String canonical(String owner, String text) throws LapidaryException {
        try {
            return type.format(type.parse(text));
        } catch (IllegalArgumentException e) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER,
                    owner + ": parameter " + name + "=" + text + " is not " + allowed() + ".",
                    "Give " + allowed()
                            + defaultValue
                                    .map(d -> " (default " + type.format(d) + ")")
                                    .orElse("") + ".",
                    e);
        }
    }
}
