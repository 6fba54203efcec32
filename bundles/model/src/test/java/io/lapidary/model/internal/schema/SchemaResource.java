package io.lapidary.model.internal.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Makes the resource {@code tflite.schema} from the format's description as JSON.
 *
 * <p>For a newer format: run {@link #main} with the JSON's path and the resource's path, then add what is new to the enums
 * TensorType and BuiltinOperator, which a test compares with the resource.
 */
final class SchemaResource {
    /** Operators whose options table is not simply named after them. */
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("AVERAGE_POOL_2D", "Pool2DOptions"),
            Map.entry("L2_POOL_2D", "Pool2DOptions"),
            Map.entry("MAX_POOL_2D", "Pool2DOptions"),
            Map.entry("L2_NORMALIZATION", "L2NormOptions"),
            Map.entry("UNIDIRECTIONAL_SEQUENCE_RNN", "SequenceRNNOptions"),
            Map.entry("MEAN", "ReducerOptions"),
            Map.entry("SUM", "ReducerOptions"),
            Map.entry("REDUCE_PROD", "ReducerOptions"),
            Map.entry("REDUCE_MAX", "ReducerOptions"),
            Map.entry("REDUCE_MIN", "ReducerOptions"),
            Map.entry("REDUCE_ANY", "ReducerOptions"),
            Map.entry("REDUCE_ALL", "ReducerOptions"),
            Map.entry("MAXIMUM", "MaximumMinimumOptions"),
            Map.entry("MINIMUM", "MaximumMinimumOptions"),
            Map.entry("CONV_3D_TRANSPOSE", "Conv3DOptions"),
            Map.entry("RANDOM_STANDARD_NORMAL", "RandomOptions"),
            Map.entry("RANDOM_UNIFORM", "RandomOptions"),
            Map.entry("MULTINOMIAL", "RandomOptions"));

    private final JsonNode json;
    private final StringBuilder out = new StringBuilder();

    private SchemaResource(JsonNode json) {
        this.json = json;
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[1]), generate(Path.of(args[0])));
    }

    static String generate(Path description) throws IOException {
        var resource = new SchemaResource(new ObjectMapper().readTree(description.toFile()));
        resource.header();
        resource.enums();
        resource.unions();
        resource.options();
        resource.tables();
        return resource.out.toString();
    }

    private void header() {
        out.append("# Made by SchemaResource (test sources). SchemaParser says how to read it.\n");
        out.append("file ").append(json.get("file_identifier").asText());
        out.append(' ').append(json.get("root").asText()).append('\n');
    }

    private void enums() {
        json.get("enums").properties().forEach(type -> {
            out.append("enum ")
                    .append(type.getKey())
                    .append(' ')
                    .append(scalar(type.getValue().get("type").asText()));
            numbers(type.getValue().get("values"));
        });
    }

    private void unions() {
        json.get("unions").properties().forEach(type -> {
            out.append("union ").append(type.getKey());
            numbers(type.getValue());
        });
    }

    private void numbers(JsonNode values) {
        values.properties()
                .forEach(value -> out.append(' ')
                        .append(value.getKey())
                        .append('=')
                        .append(value.getValue().asLong()));
        out.append('\n');
    }

    private void options() {
        var byLowerCase = new HashMap<String, String>();
        for (String union : List.of("BuiltinOptions", "BuiltinOptions2")) {
            json.get("unions")
                    .get(union)
                    .fieldNames()
                    .forEachRemaining(table -> byLowerCase.put(table.toLowerCase(Locale.ROOT), table));
        }
        var found = new TreeMap<String, String>(OPTIONS);
        json.get("enums").get("BuiltinOperator").get("values").fieldNames().forEachRemaining(operator -> {
            var table = byLowerCase.get(operator.replace("_", "").toLowerCase(Locale.ROOT) + "options");
            if (table != null) {
                found.put(operator, table);
            }
        });
        found.forEach((operator, table) -> out.append("options ")
                .append(operator)
                .append(' ')
                .append(table)
                .append('\n'));
    }

    private void tables() {
        json.get("tables").properties().forEach(table -> {
            out.append("table ").append(table.getKey()).append('\n');
            var fields = new ArrayList<JsonNode>();
            table.getValue().forEach(fields::add);
            fields.sort(
                    (a, b) -> Integer.compare(a.get("id").asInt(), b.get("id").asInt()));
            for (int id = 0; id < fields.size(); id++) {
                if (fields.get(id).get("id").asInt() != id) {
                    throw new IllegalStateException("table " + table.getKey() + " has a hole at id " + id);
                }
                field(fields.get(id));
            }
        });
    }

    private void field(JsonNode field) {
        String type = field.get("type").asText();
        out.append("- ").append(field.get("name").asText()).append(' ');
        boolean vector = type.startsWith("[");
        String element = vector ? type.substring(1, type.length() - 1) : type;
        if (element.equals("string") && !vector) {
            out.append("string");
        } else if (json.get("tables").has(element)) {
            out.append(vector ? "tables " : "table ").append(element);
        } else if (json.get("unions").has(element)) {
            out.append("union ").append(element);
        } else {
            boolean isEnum = json.get("enums").has(element);
            String stored = isEnum ? json.get("enums").get(element).get("type").asText() : element;
            out.append(vector ? "vector " : "scalar ").append(scalar(stored));
            if (isEnum) {
                out.append(' ').append(element);
            }
            long bits = defaultBits(element, field);
            if (bits != 0) {
                out.append(" default=").append(bits);
            }
            if (field.has("force_align")) {
                out.append(" align=").append(field.get("force_align").asInt());
            }
        }
        out.append('\n');
    }

    private long defaultBits(String type, JsonNode field) {
        if (!field.has("default")) {
            return 0;
        }
        String value = field.get("default").asText();
        if (json.get("enums").has(type)) {
            return json.get("enums").get(type).get("values").get(value).asLong();
        }
        return switch (value) {
            case "true" -> 1;
            case "false" -> 0;
            default -> Long.parseLong(value);
        };
    }

    private static ScalarType scalar(String name) {
        return name.equals("int32") ? ScalarType.INT : ScalarType.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
