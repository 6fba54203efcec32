package io.lapidary.dataset.internal.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.internal.convert.ArrayConverter.Output;
import io.lapidary.dataset.internal.source.DataErrors;

/** Makes targets of stored labels: one integer becomes a class index, int64 []; other integers int64, floats float32, as shaped. */
public final class TargetConverter {
    private static final String NAME = "labels";

    private final String data;
    private final TensorSpec stored;
    private final TensorSpec written;
    private final long offset;
    private final ByteBuffer encoded;
    private final double[] one = new double[1];
    private final ElementEncoder floats = new ElementEncoder(ElementType.FLOAT32);

    /**
     * @param data what to call the labels in messages
     * @param stored one label; static
     * @param offset added to integers
     */
    public TargetConverter(String data, TensorSpec stored, long offset) throws LapidaryException {
        this.data = data;
        this.stored = stored;
        this.offset = offset;
        if (!stored.isStatic()) {
            throw DataErrors.unsupported(data, "labels of open shape " + stored + " cannot be read", "Give an array.");
        }
        if (stored.type().isFloat() && offset != 0) {
            throw DataErrors.option(
                    data, "label_offset is for integer labels, but these are " + stored.type(), "Leave it out.");
        }
        boolean single = stored.elements() == 1;
        this.written = new TensorSpec(
                NAME,
                stored.type().isFloat() ? ElementType.FLOAT32 : ElementType.INT64,
                single ? List.of() : stored.shape());
        this.encoded = ByteBuffer.allocate(Math.toIntExact(written.type().bytes(written.elements())))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    public TensorSpec written() {
        return written;
    }

    /** Converts the label of sample {@code index}. */
    public void convert(ByteBuffer label, long index, Output out) throws IOException, LapidaryException {
        ByteBuffer bytes = label.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        encoded.clear();
        for (int i = 0; i < written.elements(); i++) {
            if (written.type() == ElementType.FLOAT32) {
                putFloat(bytes, i, index);
            } else {
                encoded.putLong(integer(bytes, i, index));
            }
        }
        out.write(encoded.flip());
    }

    private void putFloat(ByteBuffer bytes, int element, long index) throws LapidaryException {
        one[0] = Elements.number(bytes, stored.type(), element);
        try {
            floats.encode(one, 1, encoded);
        } catch (BadValue e) {
            throw DataErrors.invalid(data, "label " + index + ": " + e.getMessage(), "Clean the labels.");
        }
    }

    private long integer(ByteBuffer bytes, int element, long index) throws LapidaryException {
        long raw = Elements.integer(bytes, stored.type(), element);
        boolean tooLarge = stored.type() == ElementType.UINT64 && raw < 0;
        long value = raw + offset;
        if (tooLarge || ((raw ^ value) & (offset ^ value)) < 0) {
            throw DataErrors.invalid(data, "label " + index + " is beyond int64", "Clean the labels.");
        }
        if (written.shape().isEmpty() && value < 0) {
            throw DataErrors.invalid(
                    data,
                    "label " + index + " is " + value + ", a class index is at least 0",
                    "Clean the labels, or give the option label_offset.");
        }
        return value;
    }
}
