package io.lapidary.model;

/**
 * Something in a file that this format description does not know and that an edit would therefore lose.
 *
 * @param table the table it was met in, such as {@code Conv2DOptions}
 * @param fieldId the field's id
 * @param detail what is unknown about it: the field itself, or a union member or enumeration value it holds
 */
public record UnknownField(String table, int fieldId, String detail) {
    @Override
    public String toString() {
        return "table " + table + ", field id " + fieldId + " (" + detail + ")";
    }
}
