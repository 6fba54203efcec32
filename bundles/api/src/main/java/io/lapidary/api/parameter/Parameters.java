package io.lapidary.api.parameter;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;

/** Resolved parameters: every declared one has a value that its type allows, and nothing else is there. */
public final class Parameters {
    private final SortedMap<String, String> canonical;

    private Parameters(SortedMap<String, String> canonical) {
        this.canonical = Collections.unmodifiableSortedMap(canonical);
    }

    /**
     * Checks what was given against what is declared, and fills in defaults.
     *
     * @param owner who declares them, for messages: {@code dynamic-range}
     * @throws LapidaryException of code unknown-parameter or invalid-parameter, with what is allowed and the nearest name
     */
    public static Parameters resolve(String owner, Collection<Parameter<?>> declared, Map<String, String> given)
            throws LapidaryException {
        var names = declared.stream().map(Parameter::name).toList();
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw new LapidaryException(
                        ErrorCodes.UNKNOWN_PARAMETER,
                        owner + " has no parameter '" + name + "'.",
                        NearestName.hint(name, names));
            }
        }
        var resolved = new TreeMap<String, String>();
        for (Parameter<?> parameter : declared) {
            resolved.put(parameter.name(), valueOf(owner, parameter, given));
        }
        return new Parameters(resolved);
    }

    private static <T> String valueOf(String owner, Parameter<T> parameter, Map<String, String> given)
            throws LapidaryException {
        String text = given.get(parameter.name());
        if (text != null) {
            return parameter.canonical(owner, text);
        }
        return parameter
                .defaultValue()
                .map(parameter.type()::format)
                .orElseThrow(() -> new LapidaryException(
                        ErrorCodes.INVALID_PARAMETER,
                        owner + " needs the parameter '" + parameter.name() + "' (" + parameter.description() + ").",
                        "Give " + parameter.allowed() + "."));
    }

    /** The value of a parameter that was among those declared. */
    public <T> T get(Parameter<T> parameter) {
        String text = canonical.get(parameter.name());
        if (text == null) {
            throw new IllegalArgumentException("parameter '" + parameter.name() + "' is not declared");
        }
        return parameter.type().parse(text);
    }

    /** Name to canonical text, sorted: what a remembered step is keyed by and what provenance records. */
    public SortedMap<String, String> asText() {
        return canonical;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameters that && canonical.equals(that.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    @Override
    public String toString() {
        return canonical.toString();
    }
}
