package io.lapidary.quantization;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.TensorType;

/** Integers that weights are stored as, symmetrically: zero point 0. */
public enum WeightFormat {
    /** -127 to 127: without -128, as the TensorFlow Lite 8-bit quantization specification asks. */
    INT8(TensorType.INT8, -127, 127),
    /** -7 to 7, two to a byte: without -8, which the built-in kernel of a hybrid FULLY_CONNECTED takes for another number. */
    INT4(TensorType.INT4, -7, 7),
    /** -8 to 7: for weights that are made float32 before an operator reads them. */
    INT4_FULL(TensorType.INT4, -8, 7);

    private final TensorType type;
    private final int least;
    private final int most;

    WeightFormat(TensorType type, int least, int most) {
        this.type = type;
        this.least = least;
        this.most = most;
    }

    /**
     * The format of so many bits that every kernel takes.
     *
     * @param technique whose parameter {@code bits} it is
     * @throws LapidaryException of code invalid-parameter if it is neither 4 nor 8
     */
    public static WeightFormat ofBits(String technique, long bits) throws LapidaryException {
        if (bits != 4 && bits != 8) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER,
                    technique + ": parameter bits=" + bits + " is not 4 or 8.",
                    "Give 4 or 8.");
        }
        return bits == 4 ? INT4 : INT8;
    }

    /** The same bits with all their integers, if there is such a format. */
    public WeightFormat full() {
        return this == INT4 ? INT4_FULL : this;
    }

    /** The same bits without the least of their integers. */
    public WeightFormat narrow() {
        return this == INT4_FULL ? INT4 : this;
    }

    public TensorType type() {
        return type;
    }

    /** 4 or 8. */
    public int bits() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(most) + 1;
    }

    public int least() {
        return least;
    }

    public int most() {
        return most;
    }

    /** The scale at which a magnitude becomes {@link #most}: 1 for zero, and never below the smallest normal number. */
    public float scale(float largest) {
        return largest == 0 ? 1 : Math.max(largest / most, Float.MIN_NORMAL);
    }

    /** The scale of each channel, by its largest magnitude. */
    public float[] scales(float[] largest) {
        float[] scales = new float[largest.length];
        for (int c = 0; c < largest.length; c++) {
            scales[c] = scale(largest[c]);
        }
        return scales;
    }

    /** One weight. Rounds half away from zero, as {@link SymmetricWeights#quantize(float, float)} does. */
    public int quantize(float weight, float scale) {
        // The half is added in double, where the sum is exact.
        double scaled = weight / scale;
        int rounded = (int) (scaled + Math.copySign(0.5, scaled));
        return Math.max(least, Math.min(most, rounded));
    }
}
