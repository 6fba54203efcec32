package io.lapidary.quantization.integer.preparation;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.BufferContent;
import io.lapidary.model.ChannelLayout;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.calibration.Levels;
import io.lapidary.quantization.integer.settings.IntegerSettings;
import io.lapidary.quantization.statistics.ChannelStatistics;

/**
 * Scales the channels of an activation, which share one scale once they are integers. The factors go into the weights on both sides
 * (cross-layer equalization, Nagel et al. 2019, section 4.1, by measured activations as in Xiao et al. 2023). They are powers of
 * two, so the float model computes the same numbers as before, bit for bit, unless they leave the normal range.
 *
 * <p>For a depthwise reader all channels grow as far as the range allows, for its weights have a scale for each channel. Where a
 * reader's weights mix channels, what activations gain its weights may lose: the factors are those of the least {@linkplain
 * ReaderNoise noise}.
 */
final class ChannelBalance {
    private final ModelEditor editor;
    private final Map<Tensor, ChannelStatistics> measured;
    private final List<Levels> levels;
    private final IntegerSettings settings;
    private final ScaledDecisions decisions;

    /**
     * @param measured what activations are like by channel
     * @param levels that activations may come to have
     * @param decisions of earlier steps, which follow
     */
    ChannelBalance(
            ModelEditor editor,
            Map<Tensor, ChannelStatistics> measured,
            List<Levels> levels,
            IntegerSettings settings,
            ScaledDecisions decisions) {
        this.editor = editor;
        this.measured = measured;
        this.levels = levels;
        this.settings = settings;
        this.decisions = decisions;
    }

    /**
     * @param pairs to be balanced
     * @return how many activations were changed
     */
    int balance(List<BalancedPair> pairs) {
        int changed = 0;
        for (BalancedPair pair : pairs) {
            int[] bits = measured(pair.tensor(), pair.channels())
                    .map(seen -> factors(pair, seen))
                    .orElse(new int[0]);
            if (isAny(bits)) {
                scaleMaker(pair.maker(), bits);
                Tensor read = pair.reader().input(1).orElseThrow();
                if (pair.isFree()) {
                    decisions.scaled(read, pair.readerAxis(), bits, -1);
                } else {
                    decisions.giveUp(pair.reader());
                }
                scale(read, ChannelLayout.of(read.shape(), pair.readerAxis()), bits, -1);
                changed++;
            }
        }
        return changed;
    }

    /** The same of activations that a normalization makes free; these take the whole difference. */
    int balanceNormalized(List<NormalizedChannels> normalized) {
        int changed = 0;
        for (NormalizedChannels channels : normalized) {
            int[] bits = measured(channels.tensor(), channels.channels())
                    .map(seen -> new ChannelFactors(seen, levels).whole())
                    .orElse(new int[0]);
            if (isAny(bits)) {
                scale(channels, bits);
                changed++;
            }
        }
        return changed;
    }

    private Optional<ChannelStatistics> measured(Tensor tensor, int channels) {
        return Optional.ofNullable(measured.get(tensor)).filter(seen -> seen.channels() == channels);
    }

    private int[] factors(BalancedPair pair, ChannelStatistics seen) {
        var factors = new ChannelFactors(seen, levels);
        if (pair.isFree()) {
            return factors.whole();
        }
        Tensor read = pair.reader().input(1).orElseThrow();
        var noise = new ReaderNoise(read, seen, settings.biasCorrection(), settings.perChannel());
        int[] bits = factors.quietest(noise);
        // A decided rounding of weights that mix channels is lost: worth it where all that it could save is less.
        boolean worth = !decisions.any(read) || noise.of(bits, levels) < noise.ofActivation(levels);
        return worth ? bits : new int[0];
    }

    private static boolean isAny(int[] bits) {
        return Arrays.stream(bits).anyMatch(bit -> bit != 0);
    }

    private void scaleMaker(Operator maker, int[] bits) {
        Tensor weights = maker.input(1).orElseThrow();
        int axis = BalancedPair.makerAxis(maker);
        decisions.scaled(weights, axis, bits, 1);
        scale(weights, ChannelLayout.of(weights.shape(), axis), bits, 1);
        maker.input(2).ifPresent(bias -> {
            decisions.scaled(bias, 0, bits, 1);
            scale(bias, ChannelLayout.of(bias.shape(), 0), bits, 1);
        });
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
