package io.lapidary.quantization;

import java.nio.FloatBuffer;

import io.lapidary.model.ChannelLayout;

/**
 * Finds, channel by channel, the scale of least squared error {@code sum((w - s q(w / s))^2)} among fractions of the one that
 * the largest magnitude gives: a smaller scale cuts few large weights off and rounds the many small ones less. Which fraction
 * is best is found by trial (as in OCTAV, Sakr et al. 2022, which solves for it).
 */
public final class ScaleSearch {
    /** Fractions of the largest scale that are tried: 1, 0.985 ... 0.4. */
    private static final int STEPS = 41;

    private static final double STEP = 0.015;
    private static final int CHUNK = 1 << 14;

    private final WeightFormat format;
    private final ChannelLayout layout;
    private final float[] candidates;
    private final double[] errors;

    private ScaleSearch(WeightFormat format, ChannelLayout layout, float[] largest) {
        this.format = format;
        this.layout = layout;
        this.candidates = new float[Math.multiplyExact(largest.length, STEPS)];
        this.errors = new double[candidates.length];
        for (int c = 0; c < largest.length; c++) {
            for (int k = 0; k < STEPS; k++) {
                candidates[c * STEPS + k] = format.scale((float) (largest[c] * (1 - k * STEP)));
            }
        }
    }

    /**
     * The scale of each channel.
     *
     * @param weights {@code layout.elements()} finite ones from the position on
     * @param largest magnitude of each channel, as {@link Magnitudes#largest} gives it
     */
    public static float[] leastSquares(
            FloatBuffer weights, ChannelLayout layout, WeightFormat format, float[] largest) {
        var search = new ScaleSearch(format, layout, largest);
        search.tryAll(weights.duplicate());
        return search.best();
    }

    private void tryAll(FloatBuffer source) {
        float[] values = new float[Math.min(CHUNK, source.remaining())];
        var walk = new ChannelWalk(layout);
        while (source.hasRemaining()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("the search for scales was ended");
            }
            int chunk = Math.min(CHUNK, source.remaining());
            source.get(values, 0, chunk);
            for (int i = 0; i < chunk; i++) {
                addErrors(values[i], walk.channel() * STEPS);
                walk.advance(1);
            }
        }
    }

    private void addErrors(float weight, int start) {
        for (int i = start; i < start + STEPS; i++) {
            double scale = candidates[i];
            double q = Math.max(format.least(), Math.min(format.most(), Math.rint(weight / scale)));
            double error = weight - scale * q;
            errors[i] += error * error;
        }
    }

    private float[] best() {
        float[] scales = new float[candidates.length / STEPS];
        for (int c = 0; c < scales.length; c++) {
            int best = c * STEPS;
            for (int i = best + 1; i < (c + 1) * STEPS; i++) {
                if (errors[i] < errors[best]) {
                    best = i;
                }
            }
            scales[c] = candidates[best];
        }
        return scales;
    }
}
