package io.lapidary.provisioning.internal.config;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One thing that can be set of a service, as its metatype says.
 *
 * @param name as in the file
 * @param kind of value
 * @param min smallest number, or least length of a text
 * @param max largest number, or greatest length of a text
 * @param options the only values there are; empty for any
 * @param list whether it is several values with commas between
 * @param byDefault what holds where it is not set, as a text
 */
record Setting(
        String name,
        Kind kind,
        Optional<String> min,
        Optional<String> max,
        List<String> options,
        boolean list,
        Optional<String> byDefault) {
    /** Kinds of values. */
    enum Kind {
        STRING(String.class, "a text"),
        BOOLEAN(Boolean.class, "true or false"),
        INTEGER(Integer.class, "a whole number"),
        LONG(Long.class, "a whole number"),
        DOUBLE(Double.class, "a number");

        private final Class<?> type;
        private final String words;

        Kind(Class<?> type, String words) {
            this.type = type;
            this.words = words;
        }
    }

    Setting {
        options = List.copyOf(options);
    }

    /**
     * The value that a text stands for, or an array of such.
     *
     * @throws ConfigException that says what is allowed
     */
    Object read(String text) throws ConfigException {
        if (!list) {
            return one(text);
        }
        var words = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
        Object values = Array.newInstance(kind.type, words.size());
        for (int i = 0; i < words.size(); i++) {
            Array.set(values, i, one(words.get(i)));
        }
        return values;
    }

    private Object one(String text) throws ConfigException {
        try {
            Object value = switch (kind) {
                case STRING -> text;
                case BOOLEAN -> truth(text);
                case INTEGER -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case DOUBLE -> finite(text);
            };
            if ((options.isEmpty() || options.contains(text)) && inRange(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, with what is allowed.
        }
        throw new ConfigException(name + " = " + text + " is not allowed; it takes " + allowed());
    }

    /** What is allowed, in words. */
    String allowed() {
        if (!options.isEmpty()) {
            return (list ? "any of " : "one of ") + String.join(", ", options);
        }
        String unit = kind == Kind.STRING && (min.isPresent() || max.isPresent()) ? " characters" : "";
        String words = list ? "a list with commas between, each " + kind.words : kind.words;
        if (min.isPresent() && max.isPresent()) {
            return words + " from " + min.get() + " to " + max.get() + unit;
        } else if (min.isPresent()) {
            return words + " of at least " + min.get() + unit;
        } else if (max.isPresent()) {
            return words + " of at most " + max.get() + unit;
        } else if (kind == Kind.INTEGER) {
            return words + " from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
        }
        return words;
    }

    private boolean inRange(Object value) {
        if (value instanceof Boolean) {
            return true;
        }
        if (value instanceof Double number) {
            return min.map(Double::valueOf).map(least -> number >= least).orElse(true)
                    && max.map(Double::valueOf).map(most -> number <= most).orElse(true);
        }
        long measure = value instanceof Number number
                ? number.longValue()
                : value.toString().length();
        return min.map(Long::valueOf).map(least -> measure >= least).orElse(true)
                && max.map(Long::valueOf).map(most -> measure <= most).orElse(true);
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new NumberFormatException(text);
        };
    }

    private static Double finite(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new NumberFormatException(text);
        }
        return number;
    }
}
