package io.lapidary.quantization;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.model.annotation.TensorAnnotations;

/**
 * What earlier steps decided about the integers of a weight: its scales, or the range that they follow from, and which elements
 * are rounded up. Zero points are 0, so a range counts by its larger magnitude.
 */
public final class WeightDecision {
    /** Nothing. */
    public static final WeightDecision NONE = new WeightDecision(TensorAnnotations.NONE, Shape.SCALAR);

    private final TensorAnnotations annotations;
    private final Shape shape;

    private WeightDecision(TensorAnnotations annotations, Shape shape) {
        this.annotations = annotations;
        this.shape = shape;
    }

    public static WeightDecision of(Annotations annotations, Tensor weight) {
        return new WeightDecision(annotations.of(weight), weight.shape());
    }

    /** Whether a rounding was decided, but not for these integers or not for such scales, so that it is not taken. */
    public boolean isForOthers(int axis, WeightFormat format) {
        return rounding().isPresent()
                && annotations.find(Annotation.Scale.class).isPresent()
                && scales(axis, format).isEmpty();
    }

    /** The format that a rounding was decided for, where that has some of these integers only; else the same. */
    public WeightFormat within(WeightFormat format) {
        return rounding()
                        .filter(rounding -> rounding.bits() == format.bits() && rounding.narrow())
                        .isPresent()
                ? format.narrow()
                : format;
    }

    private Optional<Annotation.Rounding> rounding() {
        return annotations.find(Annotation.Rounding.class);
    }

    /** Whether the weight's values, or those of a channel, must not be changed any more. */
    public boolean isBinding() {
        return annotations.find(Annotation.Scale.class).isPresent()
                || annotations.find(Annotation.Range.class).isPresent()
                || annotations.find(Annotation.Rounding.class).isPresent()
                || annotations.find(Annotation.Clusters.class).isPresent();
    }

    /** Whether roundings were decided, and nothing that says more of the values. */
    public boolean isOfRounding() {
        return rounding().isPresent() && !isOfValues();
    }

    private boolean isOfValues() {
        return annotations.find(Annotation.Range.class).isPresent()
                || annotations.find(Annotation.Clusters.class).isPresent();
    }

    /** Whether all that was decided holds again, scales changed alike, once channels are multiplied by powers of two. */
    public boolean follows(int axis) {
        return !isBinding()
                || !isOfValues()
                        && annotations
                                .find(Annotation.Scale.class)
                                .filter(scale -> scale.axis() == axis && scale.scale().length == shape.dim(axis))
                                .isPresent();
    }

    /**
     * The decided scales.
     *
     * @param axis of the channels; -1 where there is one scale
     * @param format of the integers, the largest of which a range's larger magnitude becomes
     * @return one per channel; empty if none were decided, or not such: scales by channel where there is one, of another axis,
     *     with zero points, not positive normal numbers, or with a rounding for more or fewer integers
     */
    public Optional<float[]> scales(int axis, WeightFormat format) {
        if (rounding().filter(rounding -> !isFor(rounding, format)).isPresent()) {
            return Optional.empty();
        }
        int channels = axis < 0 ? 1 : shape.dim(axis);
        Optional<float[]> found = annotations
                .find(Annotation.Scale.class)
                .filter(scale -> fits(scale.scale().length, scale.axis(), axis, channels) && isZero(scale.zeroPoint()))
                .map(scale -> scale.scale().clone())
                .or(() -> annotations
                        .find(Annotation.Range.class)
                        .filter(range -> fits(range.min().length, range.axis(), axis, channels))
                        .map(range -> magnitudes(range, format.most())));
        return found.map(scales -> spread(scales, channels)).filter(WeightDecision::areScales);
    }

    private static boolean isFor(Annotation.Rounding rounding, WeightFormat format) {
        boolean narrow = format == format.narrow();
        return rounding.bits() == 0 || rounding.bits() == format.bits() && rounding.narrow() == narrow;
    }

    private static boolean fits(int count, int decidedAxis, int axis, int channels) {
        return count == 1 || axis >= 0 && decidedAxis == axis && count == channels;
    }

    private static boolean isZero(long[] zeroPoints) {
        for (long zeroPoint : zeroPoints) {
            if (zeroPoint != 0) {
                return false;
            }
        }
        return true;
    }

    private static float[] magnitudes(Annotation.Range range, int most) {
        float[] scales = new float[range.min().length];
        for (int c = 0; c < scales.length; c++) {
            scales[c] = Math.max(Math.abs(range.min()[c]), Math.abs(range.max()[c])) / most;
        }
        return scales;
    }

    private static float[] spread(float[] scales, int channels) {
        float[] all = new float[channels];
        for (int c = 0; c < channels; c++) {
            all[c] = scales[scales.length == 1 ? 0 : c];
        }
        return all;
    }

    private static boolean areScales(float[] scales) {
        for (float scale : scales) {
            if (!(scale >= Float.MIN_NORMAL) || Float.isInfinite(scale)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The decided rounding, if it still holds: it was decided for certain scales, so it falls with them.
     *
     * @param used the scales that are taken
     * @param axis of the channels; -1 where there is one scale
     * @param format as for {@link #scales}
     */
    public WeightRounding rounding(float[] used, int axis, WeightFormat format) {
        boolean asDecided = scales(axis, format)
                .map(scales -> Arrays.equals(scales, used))
                .orElse(annotations.find(Annotation.Scale.class).isEmpty());
        return rounding()
                .filter(rounding -> asDecided && rounding.elements() == shape.elements())
                .map(rounding -> WeightRounding.of(rounding.up()))
                .orElse(WeightRounding.NEAREST);
    }

    /** The same annotations of the same shape. */
    @Override
    public boolean equals(Object other) {
        return other instanceof WeightDecision decision
                && decision.annotations == annotations
                && decision.shape.equals(shape);
    }

    @Override
    public int hashCode() {
        return Objects.hash(System.identityHashCode(annotations), shape);
    }
}
