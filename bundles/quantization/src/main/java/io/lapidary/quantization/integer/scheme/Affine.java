package io.lapidary.quantization.integer.scheme;

import java.util.Optional;

import io.lapidary.model.Encoding;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.calibration.ValueRange;

/**
 * How integers stand for real numbers: {@code real = scale * (integer - zeroPoint)}.
 *
 * @param scale normal, positive
 * @param zeroPoint within the integers' range
 */
public record Affine(float scale, int zeroPoint) {
    /** The least scale of an activation; products with a weight's scale stay far above the denormal numbers. */
    public static final float LEAST_SCALE = 0x1p-60f;

    public Affine {
        if (!(scale >= Float.MIN_NORMAL) || Float.isInfinite(scale)) {
            throw new IllegalArgumentException("no scale: " + scale);
        }
    }

    /** Parameters that were chosen elsewhere; empty if the scheme's kernels cannot use them. */
    public static Optional<Affine> known(float scale, long zeroPoint, IntegerScheme scheme) {
        boolean sound = scale >= LEAST_SCALE && (double) scale * scheme.most() < Float.MAX_VALUE;
        boolean within =
                scheme.isSymmetric() ? zeroPoint == 0 : zeroPoint >= scheme.least() && zeroPoint <= scheme.most();
        return sound && within ? Optional.of(new Affine(scale, (int) zeroPoint)) : Optional.empty();
    }

    /**
     * The finest parameters that reach the whole range and 0 (Jacob et al. 2018, section 3).
     *
     * @param symmetric whether the zero point is 0
     * @param leastScale the result is not below it
     */
    public static Affine of(ValueRange range, IntegerScheme scheme, boolean symmetric, float leastScale) {
        ValueRange whole = range.withZero();
        if (symmetric || scheme.isSymmetric()) {
            return new Affine(bounded(whole.magnitude() / scheme.most(), leastScale), 0);
        }
        float scale = bounded(((double) whole.max() - whole.min()) / (scheme.most() - scheme.least()), leastScale);
        double zeroPoint = Math.rint(scheme.least() - whole.min() / (double) scale);
        return new Affine(scale, (int) Math.max(scheme.least(), Math.min(scheme.most(), zeroPoint)));
    }

    /** The least range that holds another and whose finest parameters have zero point 0. */
    public static ValueRange symmetricRange(ValueRange range, IntegerScheme scheme) {
        float most = range.magnitude();
        double least = (double) most * scheme.least() / scheme.most();
        return new ValueRange((float) Math.max(least, -Float.MAX_VALUE), most);
    }

    private static float bounded(double scale, float leastScale) {
        return (float) Math.max(scale, Math.max(leastScale, LEAST_SCALE));
    }

    /** Whether integers of the scheme reach the range, within half a step. */
    public boolean reaches(ValueRange range, IntegerScheme scheme) {
        double half = 0.5 * scale;
        return range.min() >= least(scheme) - half && range.max() <= most(scheme) + half;
    }

    /** The least real number. */
    public double least(IntegerScheme scheme) {
        return (double) scale * (scheme.least() - zeroPoint);
    }

    /** The largest real number. */
    public double most(IntegerScheme scheme) {
        return (double) scale * (scheme.most() - zeroPoint);
    }

    /** As integers of a type. */
    public Encoding encoding(TensorType type) {
        return Encoding.perTensor(type, scale, zeroPoint);
    }
}
