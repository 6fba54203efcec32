package io.lapidary.model.internal.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The TensorFlow Lite format as data, complete for the runtime 2.21: every table with its fields, enumerations, unions, and
 * which options table belongs to which builtin operator. Read once from the resource {@code tflite.schema}.
 */
public final class Schema {
    private static final Schema TFLITE = load("tflite.schema");
    private static final Schema METADATA = load("metadata.schema");

    private final String fileIdentifier;
    private final String root;
    private final Map<String, TableType> tables;
    private final Map<String, EnumType> enums;
    private final Map<String, Map<Integer, String>> unions;
    private final Map<String, String> optionsOfOperator;

    Schema(
            String fileIdentifier,
            String root,
            Map<String, TableType> tables,
            Map<String, EnumType> enums,
            Map<String, Map<Integer, String>> unions,
            Map<String, String> optionsOfOperator) {
        this.fileIdentifier = fileIdentifier;
        this.root = root;
        this.tables = Map.copyOf(tables);
        this.enums = Map.copyOf(enums);
        this.unions = Map.copyOf(unions);
        this.optionsOfOperator = Map.copyOf(optionsOfOperator);
    }

    public static Schema tflite() {
        return TFLITE;
    }

    /** That of the metadata which describes a model's tensors, as far as it does so. */
    public static Schema metadata() {
        return METADATA;
    }

    /** The four characters at byte 4 of every file. */
    public String fileIdentifier() {
        return fileIdentifier;
    }

    public TableType root() {
        return table(root);
    }

    /** @throws IllegalArgumentException if the format has no such table */
    public TableType table(String name) {
        var table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("the format has no table " + name);
        }
        return table;
    }

    public Map<String, TableType> tables() {
        return tables;
    }

    public Optional<EnumType> enumeration(String name) {
        return Optional.ofNullable(enums.get(name));
    }

    /** The table a union's member number stands for; empty if the number is beyond what is known. */
    public Optional<TableType> unionMember(String union, int number) {
        return Optional.ofNullable(unions.get(union).get(number)).map(this::table);
    }

    /** The number of a table within a union; empty if it is no member. */
    public Optional<Integer> unionNumber(String union, String table) {
        return unions.get(union).entrySet().stream()
                .filter(entry -> entry.getValue().equals(table))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The options table that belongs to a builtin operator; empty if it has none. */
    public Optional<TableType> optionsTable(String builtinOperator) {
        return Optional.ofNullable(optionsOfOperator.get(builtinOperator)).map(this::table);
    }

    private static Schema load(String resource) {
        try (InputStream in = Schema.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the bundle lacks its resource " + resource);
            }
            return SchemaParser.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the bundle's resource " + resource + " cannot be read", e);
        }
    }
}
