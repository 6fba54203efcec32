package io.lapidary.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.model.ChannelLayout;
import io.lapidary.model.Shape;

class SymmetricWeightsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void everyAxisIsFollowed(int axis) throws Exception {
        int[] dims = {5, 7, 1, 600};
        float[] weights = random(5 * 7 * 600);
        var layout = ChannelLayout.of(Shape.of(dims), axis);
        float[] expected = new float[dims[axis]];
        for (int i = 0; i < weights.length; i++) {
            int channel = channel(i, dims, axis);
            expected[channel] = Math.max(expected[channel], Math.abs(weights[i]));
        }
        var buffer = FloatBuffer.wrap(weights);
        float[] largest = Magnitudes.largest(buffer, layout);
        assertThat(largest).isEqualTo(expected);
        float[] scales = SymmetricWeights.scales(largest);
        byte[] quantized = quantize(weights, layout, scales);
        for (int i = 0; i < weights.length; i++) {
            float scale = scales[channel(i, dims, axis)];
            assertThat(quantized[i]).isEqualTo(SymmetricWeights.quantize(weights[i], scale));
            assertThat(Math.abs(weights[i] - quantized[i] * scale)).isLessThanOrEqualTo(scale / 2 * 1.00001f);
        }
        assertThat(buffer.position()).as("position of the caller's buffer").isZero();
    }

    private static int channel(int index, int[] dims, int axis) {
        int inner = 1;
        for (int i = axis + 1; i < dims.length; i++) {
            inner *= dims[i];
        }
        return index / inner % dims[axis];
    }

    @Test
    void aTensorTakenWholeHasOneScale() {
        float[] weights = random(40_000);
        weights[39_999] = -9;
        float[] largest = Magnitudes.largest(FloatBuffer.wrap(weights), ChannelLayout.whole(Shape.of(200, 200)));
        assertThat(largest).containsExactly(9f);
        assertThat(SymmetricWeights.scales(largest)).containsExactly(9f / 127);
    }

    @Test
    void theLargestWeightIsTheLastStep() {
        for (float largest : new float[] {1e-30f, 0.1f, 1, 3.3333f, 1e30f}) {
            float scale = SymmetricWeights.scales(new float[] {largest})[0];
            assertThat(SymmetricWeights.quantize(largest, scale)).isEqualTo((byte) 127);
            assertThat(SymmetricWeights.quantize(-largest, scale)).isEqualTo((byte) -127);
        }
    }

    @Test
    void roundsHalfAwayFromZeroAsExactArithmeticDoes() {
        var random = new Random(4);
        for (int i = 0; i < 200_000; i++) {
            float scale = Float.intBitsToFloat(0x3a000000 + random.nextInt(0x06000000));
            float weight = (float) (random.nextGaussian() * 50 * scale);
            // The quotient is a float by definition: the kernels' own arithmetic.
            var exact = new BigDecimal(weight / scale).setScale(0, RoundingMode.HALF_UP);
            int expected = Math.max(-127, Math.min(127, exact.intValueExact()));
            assertThat((int) SymmetricWeights.quantize(weight, scale)).isEqualTo(expected);
        }
        assertThat(SymmetricWeights.quantize(0.5f, 1)).isEqualTo((byte) 1);
        assertThat(SymmetricWeights.quantize(-0.5f, 1)).isEqualTo((byte) -1);
        assertThat(SymmetricWeights.quantize(2.5f, 1)).isEqualTo((byte) 3);
        assertThat(SymmetricWeights.quantize(Math.nextDown(0.5f), 1)).isEqualTo((byte) 0);
        assertThat(SymmetricWeights.quantize(-0f, 1)).isEqualTo((byte) 0);
    }

    @Test
    void nothingPassesTheLimits() {
        assertThat(SymmetricWeights.quantize(127.5f, 1)).isEqualTo((byte) 127);
        assertThat(SymmetricWeights.quantize(-1e30f, 1)).isEqualTo((byte) -127);
    }

    @Test
    void aChannelOfZerosHasTheScaleOne() throws Exception {
        float[] weights = {0, -0f, 0, 1, 2, -4};
        var layout = ChannelLayout.of(Shape.of(2, 3), 0);
        float[] scales = SymmetricWeights.scales(Magnitudes.largest(FloatBuffer.wrap(weights), layout));
        assertThat(scales).containsExactly(1f, 4f / 127);
        assertThat(quantize(weights, layout, scales)).containsExactly(0, 0, 0, 32, 64, -127);
    }

    @Test
    void aChannelOfTheLeastNumbersHasANormalScale() throws Exception {
        float[] weights = {Float.MIN_VALUE, -Float.MIN_NORMAL};
        var layout = ChannelLayout.of(Shape.of(2, 1), 0);
        float[] scales = SymmetricWeights.scales(Magnitudes.largest(FloatBuffer.wrap(weights), layout));
        assertThat(scales).containsExactly(Float.MIN_NORMAL, Float.MIN_NORMAL);
        assertThat(quantize(weights, layout, scales)).containsExactly(0, -1);
    }

    @Test
    void whatIsNotFiniteShowsInItsChannelAlone() {
        float[] weights = {1, Float.NaN, 2, -3, Float.NEGATIVE_INFINITY, 5};
        float[] byRow = Magnitudes.largest(FloatBuffer.wrap(weights), ChannelLayout.of(Shape.of(3, 2), 0));
        assertThat(byRow[0]).isNaN();
        assertThat(byRow[1]).isEqualTo(3);
        assertThat(byRow[2]).isInfinite();
        assertThat(Magnitudes.largest(FloatBuffer.wrap(weights))).isNaN();
        assertThat(Magnitudes.largest(FloatBuffer.allocate(0))).isZero();
    }

    @Test
    void scalesAreTheQuotientRoundedOnce() {
        float largest = 0.7853982f;
        var exact = new BigDecimal(largest).divide(BigDecimal.valueOf(127), MathContext.DECIMAL128);
        assertThat(SymmetricWeights.scales(new float[] {largest})[0]).isEqualTo(exact.floatValue());
    }

    private static byte[] quantize(float[] weights, ChannelLayout layout, float[] scales) throws Exception {
        var out = new ByteArrayOutputStream();
        SymmetricWeights.quantize(FloatBuffer.wrap(weights), layout, scales, Channels.newChannel(out));
        return out.toByteArray();
    }

    private static float[] random(int count) {
        var random = new Random(1);
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        return weights;
    }
}
