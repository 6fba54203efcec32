package io.lapidary.events.codec;

import org.apache.avro.Schema;

/**
 * Walks an Avro body along its writer schema without keeping anything, before Avro reads it.
 *
 * <p>A body's lengths and counts are the sender's word, and a decoder that believes them allocates what they say. After this
 * walk they are known to fit into the bytes that are there, so reading takes memory in proportion to the body.
 */
final class PayloadCheck {
    /** Deeper than any schema of ours nests; a recursive foreign schema must not end our stack. */
    private static final int MAX_DEPTH = 64;

    /** What is wrong with a body, in words. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    private final byte[] bytes;
    private int at;
    private int depth;

    private PayloadCheck(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** Checks that {@code bytes} from {@code from} to their end are exactly one datum of {@code writer}. */
    static void check(Schema writer, byte[] bytes, int from) throws Malformed {
        var walk = new PayloadCheck(bytes, from);
        walk.datum(writer);
        if (walk.at != bytes.length) {
            throw new Malformed((bytes.length - walk.at) + " bytes follow after its end");
        }
    }

    private void datum(Schema schema) throws Malformed {
        if (++depth > MAX_DEPTH) {
            throw new Malformed("it nests deeper than " + MAX_DEPTH + " levels");
        }
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> index(bytes[skip(1)], 2, "a boolean");
            case INT -> integer();
            case LONG -> varint();
            case FLOAT -> skip(4);
            case DOUBLE -> skip(8);
            case STRING, BYTES -> skip(varint());
            case FIXED -> skip(schema.getFixedSize());
            case ENUM -> index(varint(), schema.getEnumSymbols().size(), "the enum " + schema.getName());
            case UNION -> {
                var branches = schema.getTypes();
                datum(branches.get(index(varint(), branches.size(), "a union")));
            }
            case RECORD -> {
                for (var field : schema.getFields()) {
                    datum(field.schema());
                }
            }
            case ARRAY -> items(schema.getElementType(), false);
            case MAP -> items(schema.getValueType(), true);
        }
        depth--;
    }

    private void items(Schema element, boolean keyed) throws Malformed {
        for (long count = varint(); count != 0; count = varint()) {
            long end = -1;
            if (count < 0) {
                long size = varint();
                end = at + size;
                if (count == Long.MIN_VALUE || size < 0 || size > bytes.length - at) {
                    throw new Malformed("a block of " + size + " bytes does not fit");
                }
                count = -count;
            }
            block(count, element, keyed);
            if (end >= 0 && end != at) {
                throw new Malformed("a block's size is wrong");
            }
        }
    }

    private void block(long count, Schema element, boolean keyed) throws Malformed {
        if (count > bytes.length - at) {
            throw new Malformed(count + " items do not fit into the " + (bytes.length - at) + " bytes that are left");
        }
        for (long i = 0; i < count; i++) {
            int before = at;
            if (keyed) {
                skip(varint());
            }
            datum(element);
            if (at == before) {
                throw new Malformed("its items take no bytes, so that their number has no bound");
            }
        }
    }

    private static int index(long index, int count, String what) throws Malformed {
        if (index < 0 || index >= count) {
            throw new Malformed(what + " of " + count + " values has no value " + index);
        }
        return (int) index;
    }

    private void integer() throws Malformed {
        long value = varint();
        if (value != (int) value) {
            throw new Malformed(value + " is no int");
        }
    }

    /** Moves on by {@code length} bytes and gives where they began. */
    private int skip(long length) throws Malformed {
        if (length < 0 || length > bytes.length - at) {
            throw new Malformed(length + " bytes do not fit into the " + (bytes.length - at) + " that are left");
        }
        int start = at;
        at += (int) length;
        return start;
    }

    /** Avro's zig-zag varint, at most ten bytes. */
    private long varint() throws Malformed {
        long raw = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte b = bytes[skip(1)];
            raw |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new Malformed("a number is longer than ten bytes");
    }
}
