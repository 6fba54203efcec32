package io.lapidary.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.util.Random;

import org.junit.jupiter.api.Test;

class Float16Test {
    private static final int POSITIVE_INFINITY = 0x7c00;

    @Test
    void everyHalfIsTheNumberThatItsBitsSay() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Float16.toFloat((short) bits);
            int exponent = bits >>> 10 & 0x1f;
            int mantissa = bits & 0x3ff;
            if (exponent == 0x1f) {
                assertThat(mantissa == 0 ? Float.isInfinite(value) : Float.isNaN(value))
                        .as("%04x", bits)
                        .isTrue();
            } else {
                double magnitude = exponent == 0
                        ? mantissa * Math.scalb(1.0, -24)
                        : Math.scalb(1 + mantissa / 1024.0, exponent - 15);
                assertThat((double) value).as("%04x", bits).isEqualTo((bits & 0x8000) == 0 ? magnitude : -magnitude);
            }
        }
    }

    @Test
    void everyHalfSurvivesTheWayThereAndBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            short half = (short) bits;
            short again = Float16.of(Float16.toFloat(half));
            if (isNaN(bits)) {
                assertThat(isNaN(again & 0xffff))
                        .as("%04x stays undefined", bits)
                        .isTrue();
            } else {
                assertThat(again).as("%04x", bits).isEqualTo(half);
            }
        }
    }

    /** Between two neighbours the nearer one is right, in the middle the even one; all of that is exact in double. */
    @Test
    void roundsToTheNearestAndTiesToEven() {
        for (int bits = 0; bits < POSITIVE_INFINITY; bits++) {
            double low = Float16.toFloat((short) bits);
            double high = bits + 1 == POSITIVE_INFINITY ? 65536 : Float16.toFloat((short) (bits + 1));
            float middle = (float) ((low + high) / 2);
            assertThat((double) middle).as("the middle is a float").isEqualTo((low + high) / 2);
            int even = (bits & 1) == 0 ? bits : bits + 1;
            requireHalf(middle, even);
            requireHalf(Math.nextDown(middle), bits);
            requireHalf(Math.nextUp(middle), bits + 1);
        }
    }

    private static void requireHalf(float value, int bits) {
        assertThat(Float16.of(value) & 0xffff).as("half of %s", value).isEqualTo(bits);
        assertThat(Float16.of(-value) & 0xffff).as("half of %s", -value).isEqualTo(bits | 0x8000);
    }

    @Test
    void whatIsBeyondTheLargestBecomesInfinite() {
        requireHalf(Float16.MAX, 0x7bff);
        requireHalf(65519.996f, 0x7bff);
        requireHalf(65520f, POSITIVE_INFINITY);
        requireHalf(Float.MAX_VALUE, POSITIVE_INFINITY);
        requireHalf(Float.POSITIVE_INFINITY, POSITIVE_INFINITY);
    }

    @Test
    void whatIsBelowTheLeastBecomesZeroOfItsSign() {
        requireHalf(0f, 0);
        requireHalf(Float.MIN_VALUE, 0);
        requireHalf(Float.MIN_NORMAL, 0);
        requireHalf(0x1p-25f, 0);
        requireHalf(Math.nextUp(0x1p-25f), 1);
    }

    @Test
    void everyNaNStaysUndefined() {
        for (int bits : new int[] {0x7f800001, 0x7fc00000, 0x7fffffff, 0xff800001, 0xffc00001}) {
            short half = Float16.of(Float.intBitsToFloat(bits));
            assertThat(isNaN(half & 0xffff)).as("%08x", bits).isTrue();
            assertThat(half < 0).as("sign of %08x", bits).isEqualTo(bits < 0);
        }
    }

    @Test
    void weightsAreConvertedOneByOneWhateverTheirNumber() throws Exception {
        for (int count : new int[] {0, 1, 16383, 16384, 16385, 40000}) {
            float[] weights = new float[count];
            var random = new Random(count);
            for (int i = 0; i < count; i++) {
                weights[i] = (float) random.nextGaussian();
            }
            var out = new ByteArrayOutputStream();
            var source = FloatBuffer.wrap(weights);
            HalfWeights.convert(source, Channels.newChannel(out));
            assertThat(source.position()).as("position of the caller's buffer").isZero();
            var halves = ByteBuffer.wrap(out.toByteArray())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            assertThat(halves.limit()).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                assertThat(halves.get(i)).isEqualTo(Float16.of(weights[i]));
            }
        }
    }

    private static boolean isNaN(int bits) {
        return (bits & 0x7c00) == 0x7c00 && (bits & 0x3ff) != 0;
    }
}
