package io.lapidary.api.parameter;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * The type of a parameter: how its text is read, what it may be, and how a value is written so that equal values are equal text.
 *
 * @param <T> the Java type of its values
 */
public sealed interface ParameterType<T> {
    /** A word for people and for the catalog: integer, number, flag, choice, text or pattern. */
    String kind();

    /** What may be given, as a phrase: {@code an integer from 0 to 8}. */
    String allowed();

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if the text is no value of this type, or out of its range
     */
    T parse(String text);

    /** The canonical text of a value; equal values give equal text. */
    default String format(T value) {
        return value.toString();
    }

    /** An integer in [{@code min}, {@code max}]. */
    record IntegerType(long min, long max) implements ParameterType<Long> {
        @Override
        public String kind() {
            return "integer";
        }

        @Override
        public String allowed() {
            return "an integer from " + min + " to " + max;
        }

        @Override
        public Long parse(String text) {
            long value = Long.parseLong(text.strip());
            if (value < min || value > max) {
                throw new IllegalArgumentException(text);
            }
            return value;
        }
    }

    /** One of some integers, of which there is at least one. */
    record IntegerChoiceType(List<Long> choices) implements ParameterType<Long> {
        public IntegerChoiceType {
            choices = choices.stream().sorted().distinct().toList();
            if (choices.isEmpty()) {
                throw new IllegalArgumentException("there is nothing to choose from");
            }
        }

        @Override
        public String kind() {
            return "integer";
        }

        @Override
        public String allowed() {
            return choices.stream().map(String::valueOf).collect(Collectors.joining(" or "));
        }

        @Override
        public Long parse(String text) {
            long value = Long.parseLong(text.strip());
            if (!choices.contains(value)) {
                throw new IllegalArgumentException(text);
            }
            return value;
        }
    }

    /** A multiple of {@code unit}, at least 1, in [{@code min}, {@code max}]; 0 is one. */
    record IntegerMultipleType(long unit, long min, long max) implements ParameterType<Long> {
        public IntegerMultipleType {
            if (unit < 1) {
                throw new IllegalArgumentException("a unit of " + unit + " cannot be");
            }
        }

        @Override
        public String kind() {
            return "integer";
        }

        @Override
        public String allowed() {
            return "a multiple of " + unit + " from " + min + " to " + max;
        }

        @Override
        public Long parse(String text) {
            long value = Long.parseLong(text.strip());
            if (value < min || value > max || value % unit != 0) {
                throw new IllegalArgumentException(text);
            }
            return value;
        }
    }

    /** A finite number in [{@code min}, {@code max}]. */
    record NumberType(double min, double max) implements ParameterType<Double> {
        @Override
        public String kind() {
            return "number";
        }

        @Override
        public String allowed() {
            return "a number from " + min + " to " + max;
        }

        @Override
        public Double parse(String text) {
            double value = Double.parseDouble(text.strip());
            if (!(value >= min && value <= max)) {
                throw new IllegalArgumentException(text);
            }
            return value + 0.0; // no negative zero, which would be another text for an equal value
        }
    }

    /** {@code true} or {@code false}. */
    record FlagType() implements ParameterType<Boolean> {
        @Override
        public String kind() {
            return "flag";
        }

        @Override
        public String allowed() {
            return "true or false";
        }

        @Override
        public Boolean parse(String text) {
            return switch (text.strip()) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(text);
            };
        }
    }

    /** One of some words. */
    record ChoiceType(List<String> choices) implements ParameterType<String> {
        public ChoiceType {
            choices = List.copyOf(choices);
        }

        @Override
        public String kind() {
            return "choice";
        }

        @Override
        public String allowed() {
            return "one of " + String.join(", ", choices);
        }

        @Override
        public String parse(String text) {
            if (!choices.contains(text.strip())) {
                throw new IllegalArgumentException(text);
            }
            return text.strip();
        }
    }

    /** Any text. */
    record TextType() implements ParameterType<String> {
        @Override
        public String kind() {
            return "text";
        }

        @Override
        public String allowed() {
            return "any text";
        }

        @Override
        public String parse(String text) {
            return text;
        }
    }

    /** A regular expression of {@link Pattern}, matched against whole names; empty matches nothing. */
    record PatternType() implements ParameterType<String> {
        @Override
        public String kind() {
            return "pattern";
        }

        @Override
        public String allowed() {
            return "a regular expression";
        }

        @Override
        public String parse(String text) {
            try {
                return Pattern.compile(text).pattern();
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(text, e);
            }
        }
    }
}
