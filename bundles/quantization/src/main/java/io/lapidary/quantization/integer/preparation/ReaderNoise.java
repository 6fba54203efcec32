package io.lapidary.quantization.integer.preparation;

import java.nio.FloatBuffer;
import java.util.List;

import io.lapidary.model.Tensor;
import io.lapidary.quantization.calibration.Levels;
import io.lapidary.quantization.statistics.ChannelStatistics;

/**
 * The noise that rounding leaves in what a layer makes of an activation x whose channels were multiplied by factors f, and the
 * layer's weights w divided by them: its variance at a place, summed over the layer's outputs o. A rounding error is taken for
 * uniform within its step, and errors for independent (Widrow, Kollar 2008, Quantization Noise):
 *
 * <pre>
 * activation  D^2 / 12 * sum over c of |w[.,c]|^2 / f[c]^2         D: the step of a range that holds all f[c] x[c]
 * weights     sum over o of d[o]^2 / 12 * taps * sum over c of f[c]^2 V[x[c]]        d[o] = max over c of |w[o,c]| / f[c] / 127
 * </pre>
 *
 * <p>Where biases are not corrected, E[x^2] stands for the variance V[x]. As many steps of activations as int16 has leave the
 * weights' part alone.
 */
final class ReaderNoise {
    private static final int WEIGHT_STEPS = 127;

    private final ChannelStatistics seen;
    private final int channels;
    private final double[] squares;
    private final double[] energies;
    private final double taps;
    /** The largest magnitude of each output's weights for each channel: [outputs, channels]. */
    private final float[] largest;
    /** Outputs that have one scale together. */
    private final int outputsOfScale;

    /**
     * @param weights [outputs, ..., channels]
     * @param seen of the activation
     * @param corrected whether the bias makes up for what rounded weights take from the mean
     * @param perChannel whether each output has a scale of its own
     */
    ReaderNoise(Tensor weights, ChannelStatistics seen, boolean corrected, boolean perChannel) {
        this.seen = seen;
        this.channels = seen.channels();
        this.squares = new double[channels];
        this.energies = new double[channels];
        for (int c = 0; c < channels; c++) {
            squares[c] = seen.variances()[c] + (corrected ? 0 : seen.means()[c] * seen.means()[c]);
        }
        int outputs = weights.shape().dim(0);
        FloatBuffer values = weights.data().asFloatBuffer();
        int row = values.limit() / outputs;
        this.taps = (double) row / channels;
        this.largest = new float[outputs * channels];
        this.outputsOfScale = perChannel ? 1 : outputs;
        for (int i = 0; i < values.limit(); i++) {
            int c = i % channels;
            float magnitude = Math.abs(values.get(i));
            energies[c] += (double) magnitude * magnitude;
            int at = i / row * channels + c;
            largest[at] = Math.max(largest[at], magnitude);
        }
    }

    /** By channel, the largest weight in parts of the largest that has the same scale; 0 where all weights are 0. */
    double[] shares() {
        double[] shares = new double[channels];
        int scale = outputsOfScale * channels;
        for (int from = 0; from < largest.length; from += scale) {
            float whole = 0;
            for (int i = from; i < from + scale; i++) {
                whole = Math.max(whole, largest[i]);
            }
            for (int i = from; whole > 0 && i < from + scale; i++) {
                shares[i % channels] = Math.max(shares[i % channels], largest[i] / whole);
            }
        }
        return shares;
    }

    /**
     * The noise with the activation's levels; of several that it may come to have, the product, so that the least is where what one
     * gains in dB is not more than lost by another.
     *
     * @param bits logarithms of the factors to base 2
     */
    double of(int[] bits, List<Levels> levels) {
        return of(bits, levels, ofWeights(bits));
    }

    /** The same of the activation as it is, were the weights exact. */
    double ofActivation(List<Levels> levels) {
        return of(new int[channels], levels, 0);
    }

    private double of(int[] bits, List<Levels> levels, double ofWeights) {
        double low = 0;
        double high = 0;
        double gain = 0;
        for (int c = 0; c < channels; c++) {
            low = Math.min(low, Math.scalb(seen.least()[c], bits[c]));
            high = Math.max(high, Math.scalb(seen.most()[c], bits[c]));
            gain += Math.scalb(energies[c], -2 * bits[c]);
        }
        double product = 1;
        for (Levels each : levels) {
            double step = each.step(low, high);
            product *= step * step / 12 * gain + ofWeights;
        }
        return product;
    }

    private double ofWeights(int[] bits) {
        float[] inverse = new float[channels];
        double energy = 0;
        for (int c = 0; c < channels; c++) {
            inverse[c] = Math.scalb(1f, -bits[c]);
            energy += Math.scalb(squares[c], 2 * bits[c]);
        }
        double steps = 0;
        for (int from = 0; from < largest.length; from += outputsOfScale * channels) {
            float most = 0;
            for (int row = from; row < from + outputsOfScale * channels; row += channels) {
                for (int c = 0; c < channels; c++) {
                    most = Math.max(most, largest[row + c] * inverse[c]);
                }
            }
            double step = most / WEIGHT_STEPS;
            steps += outputsOfScale * step * step;
        }
        return steps / 12 * taps * energy;
    }
}
