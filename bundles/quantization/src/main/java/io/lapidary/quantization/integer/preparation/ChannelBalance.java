package io.lapidary.quantization.integer.preparation;

import java.nio.FloatBuffer;
import java.util.List;

import io.lapidary.model.BufferContent;
import io.lapidary.model.ChannelLayout;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.calibration.Calibration;

/**
 * Brings the channels of an activation to about one magnitude, since they share one scale once they are integers. The factors
 * go into the weights on both sides (cross-layer equalization, Nagel et al. 2019, section 4.1, by measured activations as in
 * Xiao et al. 2022). They are powers of two, so the float model computes the same numbers as before, bit for bit, unless they
 * leave the normal range.
 *
 * <p>Into a depthwise reader the whole difference goes, for its weights have a scale for each channel. Where a reader's weights
 * mix channels, half of it does, so that neither activations nor weights suffer most.
 */
final class ChannelBalance {
    /** Standard deviations over the mean that stand for a channel's largest magnitude. */
    private static final double DEVIATIONS = 6;

    private static final int MOST_BITS = 8;

    private final ModelEditor editor;

    ChannelBalance(ModelEditor editor) {
        this.editor = editor;
    }

    /**
     * @param pairs to be balanced
     * @param measured means and variances of the activations by channel
     * @return how many activations were changed
     */
    int balance(List<BalancedPair> pairs, Calibration measured) {
        int changed = 0;
        for (BalancedPair pair : pairs) {
            double[] magnitudes = measured.magnitudes(pair.tensor(), DEVIATIONS);
            if (magnitudes.length == pair.channels() && balance(pair, magnitudes)) {
                changed++;
            }
        }
        return changed;
    }

    private boolean balance(BalancedPair pair, double[] magnitudes) {
        double largest = 0;
        for (double magnitude : magnitudes) {
            largest = Math.max(largest, magnitude);
        }
        int[] bits = new int[magnitudes.length];
        boolean any = false;
        for (int c = 0; c < bits.length; c++) {
            if (magnitudes[c] > 0) {
                double octaves = Math.log(largest / magnitudes[c]) / Math.log(2);
                long wanted = pair.isFree() ? (long) Math.floor(octaves) : Math.round(octaves / 2);
                bits[c] = (int) Math.min(MOST_BITS, wanted);
            }
            any |= bits[c] != 0;
        }
        if (any) {
            Tensor weights = pair.maker().input(1).orElseThrow();
            scale(weights, ChannelLayout.of(weights.shape(), pair.makerAxis()), bits, 1);
            pair.maker().input(2).ifPresent(bias -> scale(bias, ChannelLayout.of(bias.shape(), 0), bits, 1));
            Tensor read = pair.reader().input(1).orElseThrow();
            scale(read, ChannelLayout.of(read.shape(), pair.readerAxis()), bits, -1);
        }
        return any;
    }

    private void scale(Tensor tensor, ChannelLayout layout, int[] bits, int sign) {
        FloatBuffer values = tensor.data().asFloatBuffer();
        float[] scaled = new float[layout.elements()];
        for (int i = 0; i < scaled.length; i++) {
            int channel = i / layout.inner() % layout.channels();
            scaled[i] = Math.scalb(values.get(i), sign * bits[channel]);
        }
        editor.tensor(tensor).data(BufferContent.ofFloats(scaled));
    }
}
