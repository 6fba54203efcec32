package io.lapidary.model.annotation;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/**
 * The bytes of annotations. All numbers are unsigned LEB128 (signed ones zigzag before) except floats, which are 4 bytes,
 * little-endian; text is its length in bytes and UTF-8; bits are packed from the lowest on.
 *
 * <pre>
 * "LPAN" 1                       magic, version
 * count                          of tensors, sorted by subgraph and name
 *   subgraph name count          index, text, number of annotations
 *     kind length payload        length in bytes, so that unknown kinds can be told from broken ones
 *       1 range:    n axis n*(float min) n*(float max)
 *       2 scale:    n axis n*(float scale) n*(signed zero point)
 *       3 rounding: elements, bits of those rounded up
 *       4 mask:     elements, bits of those kept
 *       5 clusters: n n*(float centroid)
 *       6 bias shift: n bits n*(float added)
 *       7 rounding for so many bits, narrow range: elements bits, bits of those rounded up
 *       8 the same, full range
 * </pre>
 */
final class AnnotationCodec {
    private static final byte[] MAGIC = {'L', 'P', 'A', 'N', 1};
    private static final int RANGE = 1;
    private static final int SCALE = 2;
    private static final int ROUNDING = 3;
    private static final int MASK = 4;
    private static final int CLUSTERS = 5;
    private static final int BIAS_SHIFT = 6;
    private static final int ROUNDING_FOR_BITS = 7;
    private static final int ROUNDING_IN_FULL_RANGE = 8;

    private AnnotationCodec() {}

    static byte[] encode(Map<TensorKey, TensorAnnotations> annotations) {
        var out = new PackedOutput();
        out.bytes(MAGIC);
        out.number(annotations.size());
        new TreeMap<>(annotations).forEach((key, tensor) -> {
            out.number(key.subgraph());
            out.text(key.name());
            out.number(tensor.all().size());
            tensor.all().forEach(annotation -> encode(annotation, out));
        });
        return out.toByteArray();
    }

    private static void encode(Annotation annotation, PackedOutput out) {
        var payload = new PackedOutput();
        int kind = payload(annotation, payload);
        out.number(kind);
        byte[] bytes = payload.toByteArray();
        out.number(bytes.length);
        out.bytes(bytes);
    }

    private static int payload(Annotation annotation, PackedOutput out) {
        if (annotation instanceof Annotation.Range range) {
            out.number(range.min().length);
            out.number(range.axis());
            out.floats(range.min());
            out.floats(range.max());
            return RANGE;
        } else if (annotation instanceof Annotation.Scale scale) {
            out.number(scale.scale().length);
            out.number(scale.axis());
            out.floats(scale.scale());
            for (long zeroPoint : scale.zeroPoint()) {
                out.signed(zeroPoint);
            }
            return SCALE;
        } else if (annotation instanceof Annotation.Rounding rounding) {
            out.number(rounding.elements());
            if (rounding.bits() != 0) {
                out.number(rounding.bits());
            }
            out.bytes(rounding.up().toByteArray());
            if (rounding.bits() == 0) {
                return ROUNDING;
            }
            return rounding.narrow() ? ROUNDING_FOR_BITS : ROUNDING_IN_FULL_RANGE;
        } else if (annotation instanceof Annotation.Mask mask) {
            out.number(mask.elements());
            out.bytes(mask.kept().toByteArray());
            return MASK;
        } else if (annotation instanceof Annotation.Clusters clusters) {
            out.number(clusters.centroids().length);
            out.floats(clusters.centroids());
            return CLUSTERS;
        } else if (annotation instanceof Annotation.BiasShift shift) {
            out.number(shift.added().length);
            out.number(shift.bits());
            out.floats(shift.added());
            return BIAS_SHIFT;
        }
        throw new IllegalStateException("no encoding for " + annotation.getClass());
    }

    static Map<TensorKey, TensorAnnotations> decode(ByteBuffer bytes) throws LapidaryException {
        try {
            return decode(new PackedInput(bytes));
        } catch (IllegalArgumentException e) {
            throw new LapidaryException(
                    ErrorCodes.CORRUPT_MODEL,
                    "The model's metadata entry " + Annotations.ENTRY + " cannot be read: " + e.getMessage() + ".",
                    "Start again from the model as it was before it was annotated.",
                    e);
        }
    }

    private static Map<TensorKey, TensorAnnotations> decode(PackedInput in) {
        if (!ByteBuffer.wrap(MAGIC).equals(in.bytes(MAGIC.length))) {
            throw new IllegalArgumentException("it does not begin as version 1 does");
        }
        var annotations = new TreeMap<TensorKey, TensorAnnotations>();
        for (int tensors = in.number(); tensors > 0; tensors--) {
            var key = new TensorKey(in.number(), in.text());
            var tensor = TensorAnnotations.NONE;
            for (int count = in.number(); count > 0; count--) {
                int kind = in.number();
                tensor = tensor.with(annotation(kind, new PackedInput(in.bytes(in.number()))));
            }
            annotations.put(key, tensor);
        }
        return annotations;
    }

    private static Annotation annotation(int kind, PackedInput in) {
        int count = in.number();
        return switch (kind) {
            case RANGE -> {
                int axis = in.number();
                yield new Annotation.Range(in.floats(count), in.floats(count), axis);
            }
            case SCALE -> {
                int axis = in.number();
                yield new Annotation.Scale(in.floats(count), in.signed(count), axis);
            }
            case ROUNDING -> new Annotation.Rounding(BitSet.valueOf(in.rest()), count);
            case MASK -> new Annotation.Mask(BitSet.valueOf(in.rest()), count);
            case CLUSTERS -> new Annotation.Clusters(in.floats(count));
            case ROUNDING_FOR_BITS, ROUNDING_IN_FULL_RANGE -> {
                int bits = in.number();
                yield new Annotation.Rounding(BitSet.valueOf(in.rest()), count, bits, kind == ROUNDING_FOR_BITS);
            }
            case BIAS_SHIFT -> {
                int bits = in.number();
                yield new Annotation.BiasShift(in.floats(count), bits);
            }
            default -> throw new IllegalArgumentException("kind " + kind + " is not known to this version");
        };
    }
}
