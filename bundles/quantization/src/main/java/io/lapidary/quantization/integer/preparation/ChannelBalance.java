package io.lapidary.quantization.integer.preparation;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

import io.lapidary.model.BufferContent;
import io.lapidary.model.ChannelLayout;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
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

    /** The same of activations that a normalization makes free; these take the whole difference. */
    int balanceNormalized(List<NormalizedChannels> normalized, Calibration measured) {
        int changed = 0;
        for (NormalizedChannels channels : normalized) {
            double[] magnitudes = measured.magnitudes(channels.tensor(), DEVIATIONS);
            if (magnitudes.length == channels.channels()) {
                Optional<int[]> bits = bits(magnitudes, true);
                bits.ifPresent(found -> scale(channels, found));
                changed += bits.isPresent() ? 1 : 0;
            }
        }
        return changed;
    }

    private boolean balance(BalancedPair pair, double[] magnitudes) {
        Optional<int[]> bits = bits(magnitudes, pair.isFree());
        bits.ifPresent(found -> {
            scaleMaker(pair.maker(), found);
            Tensor read = pair.reader().input(1).orElseThrow();
            scale(read, ChannelLayout.of(read.shape(), pair.readerAxis()), found, -1);
        });
        return bits.isPresent();
    }

    /** Octaves by which channels are too small; empty where none is. */
    private static Optional<int[]> bits(double[] magnitudes, boolean free) {
        double largest = 0;
        for (double magnitude : magnitudes) {
            largest = Math.max(largest, magnitude);
        }
        int[] bits = new int[magnitudes.length];
        boolean any = false;
        for (int c = 0; c < bits.length; c++) {
            if (magnitudes[c] > 0) {
                double octaves = Math.log(largest / magnitudes[c]) / Math.log(2);
                long wanted = free ? (long) Math.floor(octaves) : Math.round(octaves / 2);
                bits[c] = (int) Math.min(MOST_BITS, wanted);
            }
            any |= bits[c] != 0;
        }
        return any ? Optional.of(bits) : Optional.empty();
    }

    private void scaleMaker(Operator maker, int[] bits) {
        Tensor weights = maker.input(1).orElseThrow();
        scale(weights, ChannelLayout.of(weights.shape(), BalancedPair.makerAxis(maker)), bits, 1);
        maker.input(2).ifPresent(bias -> scale(bias, ChannelLayout.of(bias.shape(), 0), bits, 1));
    }

    private void scale(NormalizedChannels channels, int[] bits) {
        scaleMaker(channels.maker(), bits);
        for (NormalizedChannels.Sum sum : channels.sums()) {
            Tensor added = sum.operator().input(sum.input()).orElseThrow();
            FloatBuffer values = added.data().asFloatBuffer();
            float[] scaled = new float[bits.length];
            for (int c = 0; c < scaled.length; c++) {
                scaled[c] = Math.scalb(values.get(c % values.limit()), sum.degree() * bits[c]);
            }
            GraphEditor graph = editor.graph(sum.operator().subgraph());
            Tensor own = graph.addTensor(
                            graph.uniqueName(added.name() + "/balanced"), TensorType.FLOAT32, Shape.of(bits.length))
                    .data(BufferContent.ofFloats(scaled))
                    .tensor();
            editor.operator(sum.operator()).input(sum.input(), own);
        }
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
