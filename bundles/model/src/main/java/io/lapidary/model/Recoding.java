package io.lapidary.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes the numbers of a constant in another encoding. */
final class Recoding {
    private static final int NIBBLE = 0xf;

    private Recoding() {}

    /** @throws IllegalArgumentException if there are no numbers that could be read or written */
    static BufferContent of(Tensor constant, Encoding to) {
        ModelEditor.require(
                constant.isConstant()
                        && !constant.isSparse()
                        && constant.blockwise().isEmpty(),
                constant + " has no dense numbers");
        Encoding from = Encoding.of(constant)
                .orElseThrow(() -> new IllegalArgumentException(constant + " does not stand for real numbers"));
        int count = Math.toIntExact(constant.shape().elements());
        ByteBuffer source = constant.data();
        ModelEditor.require(
                from.type().bytes(count) == source.remaining(), constant + " has other bytes than its shape");
        var target =
                ByteBuffer.allocate(Math.toIntExact(to.type().bytes(count))).order(ByteOrder.LITTLE_ENDIAN);
        ChannelLayout channelsFrom = layout(constant.shape(), from);
        ChannelLayout channelsTo = layout(constant.shape(), to);
        for (int i = 0; i < count; i++) {
            double real = from.isReal()
                    ? floating(source, from.type(), i)
                    : from.dequantize(integer(source, from.type(), i), channelsFrom.channel(i));
            if (to.isReal()) {
                ModelEditor.require(to.type() == TensorType.FLOAT32, "no constant is written as " + to);
                target.putFloat(Float.BYTES * i, (float) real);
            } else {
                put(target, to.type(), i, to.quantize(real, channelsTo.channel(i)));
            }
        }
        return BufferContent.of(target);
    }

    private static double floating(ByteBuffer source, TensorType type, int element) {
        ModelEditor.require(type == TensorType.FLOAT32, "no constant is read as " + type);
        return source.getFloat(Float.BYTES * element);
    }

    /** @throws IllegalArgumentException if the type has no integers that are read */
    static long integer(ByteBuffer source, TensorType type, int element) {
        return switch (type) {
            // The even element lies in the low half of its byte.
            case INT4 -> (byte) (source.get(element / 2) << (element % 2 == 0 ? 4 : 0)) >> 4;
            case INT8 -> source.get(element);
            case UINT8 -> Byte.toUnsignedInt(source.get(element));
            case INT16 -> source.getShort(Short.BYTES * element);
            case INT32 -> source.getInt(Integer.BYTES * element);
            case INT64 -> source.getLong(Long.BYTES * element);
            default -> throw new IllegalArgumentException("no constant is read as " + type);
        };
    }

    private static void put(ByteBuffer target, TensorType type, int element, long integer) {
        switch (type) {
            case INT4 -> {
                int shift = element % 2 == 0 ? 0 : 4;
                int nibble = ((int) integer & NIBBLE) << shift;
                target.put(element / 2, (byte) (target.get(element / 2) | nibble));
            }
            case INT8, UINT8 -> target.put(element, (byte) integer);
            case INT16 -> target.putShort(Short.BYTES * element, (short) integer);
            case INT32 -> target.putInt(Integer.BYTES * element, (int) integer);
            case INT64 -> target.putLong(Long.BYTES * element, integer);
            default -> throw new IllegalArgumentException("no constant is written as " + type);
        }
    }

    /** By which an element has its scale. */
    private static ChannelLayout layout(Shape shape, Encoding encoding) {
        if (!encoding.isPerChannel()) {
            return ChannelLayout.whole(shape);
        }
        ModelEditor.require(
                shape.dim(encoding.axis()) == encoding.scales().size(), encoding + " for the shape " + shape);
        return ChannelLayout.of(shape, encoding.axis());
    }
}
