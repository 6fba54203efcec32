package io.lapidary.model.internal.schema;

import java.util.Map;
import java.util.Optional;

/**
 * An enumeration of the format.
 *
 * @param name the format's own name
 * @param scalar how a value is stored
 * @param values name to number, in the order of the format
 */
public record EnumType(String name, ScalarType scalar, Map<String, Long> values) {

    public Optional<String> nameOf(long value) {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue() == value)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
