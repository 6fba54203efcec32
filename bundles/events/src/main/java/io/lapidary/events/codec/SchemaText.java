package io.lapidary.events.codec;

import org.apache.avro.Schema;

/** Schemas as JSON text. */
final class SchemaText {
    /** More than any honest schema needs, little enough for every stack. */
    static final int MAX_NESTING = 128;

    private SchemaText() {}

    /** The schema with its documentation, without what only Java's generated classes need. One line. */
    static String portable(Schema schema) {
        return new Schema.Parser()
                .parse(schema.toString().replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\""))
                .toString()
                .replace(",\"avro.java.string\":\"String\"", "");
    }

    /** How deep brackets and braces nest, quoted ones included: never less than what a parser meets. */
    static int nesting(String json) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < json.length(); i++) {
            switch (json.charAt(i)) {
                case '{', '[' -> deepest = Math.max(deepest, ++depth);
                case '}', ']' -> depth = Math.max(0, depth - 1);
                default -> {}
            }
        }
        return deepest;
    }
}
