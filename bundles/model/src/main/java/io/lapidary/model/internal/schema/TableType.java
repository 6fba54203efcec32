package io.lapidary.model.internal.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table: its fields in id order, without holes. */
public final class TableType {
    private final String name;
    private final List<FieldType> fields;
    private final Map<String, FieldType> byName = new HashMap<>();

    public TableType(String name, List<FieldType> fields) {
        this.name = name;
        this.fields = List.copyOf(fields);
        for (int id = 0; id < fields.size(); id++) {
            var field = fields.get(id);
            if (field.id() != id || byName.put(field.name(), field) != null) {
                throw new IllegalArgumentException(
                        "table " + name + ": field " + field.name() + " is out of order or twice there");
            }
        }
    }

    public String name() {
        return name;
    }

    public List<FieldType> fields() {
        return fields;
    }

    public Optional<FieldType> field(String fieldName) {
        return Optional.ofNullable(byName.get(fieldName));
    }

    @Override
    public String toString() {
        return name;
    }
}
