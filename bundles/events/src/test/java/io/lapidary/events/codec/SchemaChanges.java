package io.lapidary.events.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.avro.Schema;

/** Makes later versions of a schema by the rules of change: in every record a field more, in every enum a symbol more. */
final class SchemaChanges {
    static final String NEW_FIELD = "addedLater";
    static final String NEW_SYMBOL = "ADDED_LATER";

    private final Map<String, Schema> named = new HashMap<>();

    private SchemaChanges() {}

    /** Version n + 1 of {@code schema}, its parts included. */
    static Schema nextVersion(Schema schema) {
        return new SchemaChanges().next(schema);
    }

    private Schema next(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> named.containsKey(schema.getFullName()) ? named.get(schema.getFullName()) : record(schema);
            case ENUM -> named.computeIfAbsent(schema.getFullName(), name -> enumeration(schema));
            case ARRAY -> Schema.createArray(next(schema.getElementType()));
            case MAP -> Schema.createMap(next(schema.getValueType()));
            case UNION ->
                Schema.createUnion(schema.getTypes().stream().map(this::next).toList());
            default -> schema;
        };
    }

    private Schema record(Schema schema) {
        Schema next = Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false);
        named.put(schema.getFullName(), next);
        List<Schema.Field> fields = new ArrayList<>();
        // First, so that a reader which ignores names is found out.
        fields.add(new Schema.Field(NEW_FIELD, Schema.create(Schema.Type.STRING), null, "as it was"));
        for (Schema.Field field : schema.getFields()) {
            fields.add(new Schema.Field(field, next(field.schema())));
        }
        next.setFields(fields);
        return next;
    }

    private static Schema enumeration(Schema schema) {
        var symbols = new ArrayList<>(schema.getEnumSymbols());
        symbols.add(NEW_SYMBOL);
        return Schema.createEnum(
                schema.getName(), schema.getDoc(), schema.getNamespace(), symbols, schema.getEnumDefault());
    }
}
