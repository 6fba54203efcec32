package io.lapidary.model.internal.flat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

import io.lapidary.model.internal.schema.ScalarType;

/** A vector of scalars: a read-only view of its little-endian bytes, of the file they came from where there is one. */
public final class FlatVector {
    private final ScalarType element;
    private final ByteBuffer bytes;

    public FlatVector(ScalarType element, ByteBuffer bytes) {
        this.element = Objects.requireNonNull(element, "element");
        this.bytes = bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    public static FlatVector ofInts(ScalarType element, int... values) {
        var bytes = allocate(values.length * element.size());
        for (int i = 0; i < values.length; i++) {
            element.write(bytes, i * element.size(), values[i]);
        }
        return new FlatVector(element, bytes);
    }

    public static FlatVector ofLongs(long... values) {
        var bytes = allocate(values.length * 8);
        bytes.asLongBuffer().put(values);
        return new FlatVector(ScalarType.LONG, bytes);
    }

    public static FlatVector ofFloats(float... values) {
        var bytes = allocate(values.length * 4);
        bytes.asFloatBuffer().put(values);
        return new FlatVector(ScalarType.FLOAT, bytes);
    }

    private static ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    public ScalarType element() {
        return element;
    }

    public int count() {
        return bytes.remaining() / element.size();
    }

    /** A read-only little-endian view from position 0. */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    public long bits(int index) {
        return element.read(bytes, Objects.checkIndex(index, count()) * element.size());
    }

    public int[] ints() {
        int[] values = new int[count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) bits(i);
        }
        return values;
    }

    public long[] longs() {
        long[] values = new long[count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = bits(i);
        }
        return values;
    }

    public float[] floats() {
        float[] values = new float[count()];
        bytes().asFloatBuffer().get(values);
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlatVector that && element == that.element && bytes.equals(that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * element.hashCode() + bytes.hashCode();
    }

    @Override
    public String toString() {
        return element + "[" + count() + "]";
    }
}
