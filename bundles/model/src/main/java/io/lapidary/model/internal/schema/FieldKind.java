package io.lapidary.model.internal.schema;

/** What a table's field holds. */
public enum FieldKind {
    SCALAR,
    STRING,
    TABLE,
    /** A table whose type is named by the field before it. */
    UNION,
    SCALAR_VECTOR,
    TABLE_VECTOR
}
