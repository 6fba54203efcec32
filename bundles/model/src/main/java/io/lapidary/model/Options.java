package io.lapidary.model;

import java.nio.ByteBuffer;
import java.util.List;

import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.flat.FlatVector;
import io.lapidary.model.internal.schema.FieldKind;
import io.lapidary.model.internal.schema.FieldType;
import io.lapidary.model.internal.schema.Schema;

/**
 * The builtin options of an operator, read by the format's field names: {@code options.intValue("stride_w")}. An absent field
 * reads as its default. A name that the table does not have is an IllegalArgumentException.
 */
public final class Options {
    private final FlatTable table;

    Options(FlatTable table) {
        this.table = table;
    }

    /** The name of the table, such as {@code Conv2DOptions}. */
    public String typeName() {
        return table.type().name();
    }

    /** The names of all fields the table can have. */
    public List<String> fieldNames() {
        return table.type().fields().stream().map(FieldType::name).toList();
    }

    public boolean hasField(String name) {
        return table.type().field(name).isPresent();
    }

    /** Whether the field is there in the file, instead of standing for its default by absence. */
    public boolean isPresent(String name) {
        return table.has(field(name).id());
    }

    public int intValue(String name) {
        return (int) longValue(name);
    }

    public long longValue(String name) {
        return table.bits(field(name).id());
    }

    public boolean booleanValue(String name) {
        return longValue(name) != 0;
    }

    public float floatValue(String name) {
        return table.float32(field(name).id());
    }

    /** The enumeration's own word for the value, such as {@code SAME}; the number where it has none. */
    public String enumValue(String name) {
        var field = field(name);
        long value = table.bits(field.id());
        return Schema.tflite()
                .enumeration(field.reference())
                .orElseThrow(() -> new IllegalArgumentException(typeName() + "." + name + " is no enumeration"))
                .nameOf(value)
                .orElse(Long.toString(value));
    }

    public TensorType typeValue(String name) {
        return TensorType.of(intValue(name));
    }

    /** Empty text where absent. */
    public String textValue(String name) {
        return table.text(field(name).id()).orElse("");
    }

    /** A vector of integers, none where absent. */
    public int[] intValues(String name) {
        return table.ints(field(name).id());
    }

    /** A vector of integers, none where absent. */
    public long[] longValues(String name) {
        return table.vector(field(name).id()).map(FlatVector::longs).orElse(new long[0]);
    }

    /** The fused activation: NONE, RELU, RELU_N1_TO_1, RELU6, TANH, SIGN_BIT; NONE where the table has no such field. */
    public String fusedActivation() {
        String name = "fused_activation_function";
        return hasField(name) ? enumValue(name) : "NONE";
    }

    FlatTable table() {
        return table;
    }

    private FieldType field(String name) {
        return field(table, name);
    }

    static FieldType field(FlatTable table, String name) {
        return table.type()
                .field(name)
                .orElseThrow(() -> new IllegalArgumentException(table.type() + " has no field " + name + "; it has "
                        + table.type().fields().stream().map(FieldType::name).toList()));
    }

    /** Sets a field to an Integer, Long, Boolean, Float, String (text or an enumeration's word), int[], long[] or float[]. */
    static void set(FlatTable table, String name, Object value) {
        var field = field(table, name);
        if (field.kind() == FieldKind.SCALAR) {
            table.set(field.id(), bits(field, value));
        } else if (field.kind() == FieldKind.STRING && value instanceof String text) {
            table.set(field.id(), text);
        } else if (value instanceof int[] ints) {
            table.set(field.id(), FlatVector.ofInts(field.scalar(), ints));
        } else if (value instanceof long[] longs) {
            table.set(field.id(), FlatVector.ofLongs(longs));
        } else if (value instanceof float[] floats) {
            table.set(field.id(), FlatVector.ofFloats(floats));
        } else if (value instanceof byte[] bytes) {
            table.set(field.id(), new FlatVector(field.scalar(), ByteBuffer.wrap(bytes.clone())));
        } else {
            throw new IllegalArgumentException(table.type() + "." + name + " cannot be " + value);
        }
    }

    private static long bits(FieldType field, Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        } else if (value instanceof Float real) {
            return Float.floatToRawIntBits(real) & 0xFFFFFFFFL;
        } else if (value instanceof TensorType type) {
            return type.code();
        } else if (value instanceof String word) {
            var number = Schema.tflite()
                    .enumeration(field.reference())
                    .map(type -> type.values().get(word));
            return number.orElseThrow(() -> new IllegalArgumentException(field.name() + " cannot be " + word));
        } else if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException(field.name() + " cannot be " + value);
    }
}
