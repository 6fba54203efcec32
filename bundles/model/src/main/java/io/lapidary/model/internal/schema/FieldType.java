package io.lapidary.model.internal.schema;

/**
 * One field of a table.
 *
 * @param id position in the vtable, from 0
 * @param name the format's own name
 * @param kind what it holds
 * @param scalar the value's type for a scalar, the element's for a scalar vector, UINT (an offset) otherwise
 * @param reference the enum, table or union meant; empty for a plain scalar or string
 * @param defaultBits what an absent scalar means
 * @param alignment least alignment in bytes of a vector's elements, 0 if nothing beyond the element's own
 */
public record FieldType(
        int id, String name, FieldKind kind, ScalarType scalar, String reference, long defaultBits, int alignment) {

    /** Bytes the field takes within its table. */
    public int slotSize() {
        return kind == FieldKind.SCALAR ? scalar.size() : 4;
    }

    /** Alignment of a vector's first element. */
    public int elementAlignment() {
        return Math.max(4, Math.max(alignment, kind == FieldKind.SCALAR_VECTOR ? scalar.size() : 4));
    }
}
