package io.lapidary.model.internal.flat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.lapidary.model.internal.schema.FieldKind;
import io.lapidary.model.internal.schema.FieldType;
import io.lapidary.model.internal.schema.TableType;

/**
 * A table's fields by id, each absent or present as in the file. A value is a Long (a scalar's bit pattern), a String (or,
 * where the bytes are not UTF-8, a FlatVector), a FlatVector or FlatStream, a FlatTable, or a list of FlatTables.
 */
public final class FlatTable {
    private final TableType type;
    private final Object[] values;

    public FlatTable(TableType type) {
        this.type = type;
        this.values = new Object[type.fields().size()];
    }

    public TableType type() {
        return type;
    }

    public boolean has(int id) {
        return values[id] != null;
    }

    /** The raw value of a present field; empty if absent. */
    public Optional<Object> value(int id) {
        return Optional.ofNullable(values[id]);
    }

    /** A scalar's bit pattern, its default where absent. */
    public long bits(int id) {
        return values[id] instanceof Long bits
                ? bits
                : field(id, FieldKind.SCALAR).defaultBits();
    }

    public int int32(int id) {
        return (int) bits(id);
    }

    public boolean flag(int id) {
        return bits(id) != 0;
    }

    public float float32(int id) {
        return Float.intBitsToFloat((int) bits(id));
    }

    public Optional<String> text(int id) {
        field(id, FieldKind.STRING);
        return value(id).map(value -> value instanceof FlatVector raw ? Utf8.lenient(raw.bytes()) : (String) value);
    }

    public Optional<FlatVector> vector(int id) {
        field(id, FieldKind.SCALAR_VECTOR);
        return values[id] instanceof FlatVector vector ? Optional.of(vector) : Optional.empty();
    }

    public int[] ints(int id) {
        return vector(id).map(FlatVector::ints).orElse(new int[0]);
    }

    public Optional<FlatTable> table(int id) {
        return values[id] instanceof FlatTable table ? Optional.of(table) : Optional.empty();
    }

    /** The tables of a vector, none where it is absent. */
    @SuppressWarnings("unchecked")
    public List<FlatTable> tables(int id) {
        field(id, FieldKind.TABLE_VECTOR);
        return values[id] == null ? List.of() : (List<FlatTable>) values[id];
    }

    /** Sets a scalar; one that equals the default becomes absent, which means the same. */
    public void set(int id, long bits) {
        values[id] = bits == field(id, FieldKind.SCALAR).defaultBits() ? null : (Object) bits;
    }

    /** Sets a scalar that stays present even where it equals the default. */
    public void setPresent(int id, long bits) {
        field(id, FieldKind.SCALAR);
        values[id] = bits;
    }

    public void set(int id, String text) {
        field(id, FieldKind.STRING);
        values[id] = text;
    }

    /** Bytes of a string that is not UTF-8. */
    void setRawText(int id, FlatVector raw) {
        field(id, FieldKind.STRING);
        values[id] = raw;
    }

    public void set(int id, FlatVector vector) {
        field(id, FieldKind.SCALAR_VECTOR);
        values[id] = vector;
    }

    public void set(int id, FlatStream stream) {
        field(id, FieldKind.SCALAR_VECTOR);
        values[id] = stream;
    }

    public void set(int id, FlatTable table) {
        values[id] = table;
    }

    public void set(int id, List<FlatTable> tables) {
        field(id, FieldKind.TABLE_VECTOR);
        values[id] = new ArrayList<>(tables);
    }

    public void clear(int id) {
        values[id] = null;
    }

    /** A copy whose fields can be set apart from this one's; the values themselves are shared. */
    public FlatTable copy() {
        var copy = new FlatTable(type);
        System.arraycopy(values, 0, copy.values, 0, values.length);
        return copy;
    }

    /** Whether it points to nothing, and no field of it is set only while the file is written. */
    boolean isSharable() {
        for (Object value : values) {
            if (value != null && !(value instanceof Long)) {
                return false;
            }
        }
        return !has64BitScalar();
    }

    private boolean has64BitScalar() {
        return type.fields().stream()
                .anyMatch(field ->
                        field.kind() == FieldKind.SCALAR && field.scalar().size() == Long.BYTES && has(field.id()));
    }

    /** The values by id, of a table that is sharable. */
    List<Object> scalars() {
        return Arrays.asList(values.clone());
    }

    private FieldType field(int id, FieldKind kind) {
        var field = type.fields().get(id);
        if (field.kind() != kind) {
            throw new IllegalArgumentException(type + "." + field.name() + " is " + field.kind() + ", not " + kind);
        }
        return field;
    }

    @Override
    public String toString() {
        return type.name();
    }
}
