package io.lapidary.model.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the schema resource, a line per thing:
 *
 * <pre>
 * file TFL3 Model
 * enum Padding BYTE SAME=0 VALID=1
 * union QuantizationDetails CustomQuantization=1
 * options ADD AddOptions
 * table Conv2DOptions
 * - stride_w scalar INT default=1
 * - padding scalar BYTE Padding
 * - data vector UBYTE align=16
 * - shape vector INT
 * - name string
 * - quantization table QuantizationParameters
 * - tensors tables Tensor
 * - details union QuantizationDetails
 * </pre>
 *
 * A field's id is its position under its table. Enumerations, unions and operators come before tables.
 */
final class SchemaParser {
    private final Map<String, TableType> tables = new HashMap<>();
    private final Map<String, EnumType> enums = new HashMap<>();
    private final Map<String, Map<Integer, String>> unions = new HashMap<>();
    private final Map<String, String> options = new HashMap<>();
    private String identifier = "";
    private String root = "";
    private String tableName = "";
    private List<FieldType> fields = new ArrayList<>();

    private SchemaParser() {}

    static Schema parse(String text) {
        var parser = new SchemaParser();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(parser::line);
        parser.endTable();
        return new Schema(parser.identifier, parser.root, parser.tables, parser.enums, parser.unions, parser.options);
    }

    private void line(String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "file" -> {
                identifier = words[1];
                root = words[2];
            }
            case "enum" -> enums.put(words[1], new EnumType(words[1], ScalarType.valueOf(words[2]), numbers(words, 3)));
            case "union" -> {
                var members = new HashMap<Integer, String>();
                numbers(words, 2).forEach((name, number) -> members.put(number.intValue(), name));
                unions.put(words[1], Map.copyOf(members));
            }
            case "options" -> options.put(words[1], words[2]);
            case "table" -> {
                endTable();
                tableName = words[1];
            }
            case "-" -> fields.add(field(words));
            default -> throw new IllegalArgumentException("schema line not understood: " + line);
        }
    }

    private void endTable() {
        if (!tableName.isEmpty()) {
            tables.put(tableName, new TableType(tableName, fields));
        }
        fields = new ArrayList<>();
    }

    private FieldType field(String[] words) {
        int id = fields.size();
        String name = words[1];
        return switch (words[2]) {
            case "scalar" ->
                new FieldType(
                        id,
                        name,
                        FieldKind.SCALAR,
                        ScalarType.valueOf(words[3]),
                        plain(words, 4),
                        attribute(words, "default"),
                        0);
            case "vector" ->
                new FieldType(id, name, FieldKind.SCALAR_VECTOR, ScalarType.valueOf(words[3]), plain(words, 4), 0, (int)
                        attribute(words, "align"));
            case "string" -> new FieldType(id, name, FieldKind.STRING, ScalarType.UINT, "", 0, 0);
            case "table" -> new FieldType(id, name, FieldKind.TABLE, ScalarType.UINT, words[3], 0, 0);
            case "tables" -> new FieldType(id, name, FieldKind.TABLE_VECTOR, ScalarType.UINT, words[3], 0, 0);
            case "union" -> new FieldType(id, name, FieldKind.UNION, ScalarType.UINT, words[3], 0, 0);
            default -> throw new IllegalArgumentException("field kind not understood: " + words[2]);
        };
    }

    private static String plain(String[] words, int at) {
        return words.length > at && words[at].indexOf('=') < 0 ? words[at] : "";
    }

    private static long attribute(String[] words, String key) {
        for (String word : words) {
            if (word.startsWith(key + "=")) {
                return Long.parseLong(word.substring(key.length() + 1));
            }
        }
        return 0;
    }

    private static Map<String, Long> numbers(String[] words, int from) {
        var numbers = new LinkedHashMap<String, Long>();
        for (int i = from; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            numbers.put(words[i].substring(0, equals), Long.parseLong(words[i].substring(equals + 1)));
        }
        return numbers;
    }
}
