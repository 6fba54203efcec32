package io.lapidary.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.util.BitSet;

import org.junit.jupiter.api.Test;

import io.lapidary.model.ChannelLayout;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;

class WeightDecisionTest {
    private static final WeightFormat FORMAT = WeightFormat.INT8;

    private final ModelBuilder builder = new ModelBuilder("decided");
    private final Tensor weight = builder.constant("w", Shape.of(2, 2), new float[] {0.3f, -0.3f, 1, 0.999999f});

    @Test
    void nothingIsDecidedWithoutAnnotations() throws Exception {
        assertThat(decision().scales(0, FORMAT)).isEmpty();
        assertThat(decision().rounding(new float[] {1, 1}, 0, FORMAT)).isEqualTo(WeightRounding.NEAREST);
        assertThat(decision().isBinding()).isFalse();
    }

    @Test
    void scalesByChannelAreTakenOnTheirAxisAlone() throws Exception {
        var decision = decision(new Annotation.Scale(new float[] {0.5f, 0.25f}, new long[2], 0));
        assertThat(decision.scales(0, FORMAT)).contains(new float[] {0.5f, 0.25f});
        assertThat(decision.scales(1, FORMAT)).isEmpty();
        assertThat(decision.scales(-1, FORMAT)).isEmpty();
    }

    @Test
    void oneScaleGoesForAllChannels() throws Exception {
        var decision = decision(new Annotation.Scale(new float[] {0.5f}, new long[1], 0));
        assertThat(decision.scales(0, FORMAT)).contains(new float[] {0.5f, 0.5f});
        assertThat(decision.scales(-1, FORMAT)).contains(new float[] {0.5f});
    }

    @Test
    void whatKernelsCannotUseIsNotTaken() throws Exception {
        assertThat(decision(new Annotation.Scale(new float[] {0.5f}, new long[] {3}, 0))
                        .scales(0, FORMAT))
                .isEmpty();
        assertThat(decision(new Annotation.Scale(new float[] {0}, new long[1], 0))
                        .scales(0, FORMAT))
                .isEmpty();
    }

    @Test
    void aRangeCountsByItsLargerMagnitude() throws Exception {
        assertThat(decision(new Annotation.Range(new float[] {-1, 0}, new float[] {0.5f, 2}, 0))
                        .scales(0, FORMAT))
                .contains(new float[] {1f / 127, 2f / 127});
    }

    @Test
    void roundingFallsWithTheScalesItWasDecidedFor() throws Exception {
        var up = new BitSet();
        up.set(1);
        var rounding = new Annotation.Rounding(up, 4);
        var decision = decision(rounding, new Annotation.Scale(new float[] {0.5f}, new long[1], 0));
        assertThat(decision.rounding(new float[] {0.5f, 0.5f}, 0, FORMAT)).isEqualTo(WeightRounding.of(up));
        assertThat(decision.rounding(new float[] {0.5f, 0.6f}, 0, FORMAT)).isEqualTo(WeightRounding.NEAREST);
        assertThat(decision(rounding).rounding(new float[] {0.5f, 0.6f}, 0, FORMAT))
                .isEqualTo(WeightRounding.of(up));
        assertThat(decision(new Annotation.Rounding(up, 3)).rounding(new float[] {1, 1}, 0, FORMAT))
                .isEqualTo(WeightRounding.NEAREST);
    }

    /** What was decided for -7 to 7 can be stored where -8 may occur, but not the other way round. */
    @Test
    void aRoundingForANarrowRangeIsTakenWithinTheFullOne() throws Exception {
        var scale = new Annotation.Scale(new float[] {0.5f}, new long[1], 0);
        var narrow = decision(scale, new Annotation.Rounding(new BitSet(), 4, 4));
        assertThat(narrow.within(WeightFormat.INT4_FULL)).isEqualTo(WeightFormat.INT4);
        assertThat(narrow.isForOthers(0, WeightFormat.INT4)).isFalse();
        var full = decision(scale, new Annotation.Rounding(new BitSet(), 4, 4, false));
        assertThat(full.within(WeightFormat.INT4_FULL)).isEqualTo(WeightFormat.INT4_FULL);
        assertThat(full.isForOthers(0, WeightFormat.INT4_FULL)).isFalse();
        assertThat(full.isForOthers(0, WeightFormat.INT4)).isTrue();
        assertThat(full.scales(0, WeightFormat.INT4)).isEmpty();
        assertThat(decision().within(WeightFormat.INT4_FULL)).isEqualTo(WeightFormat.INT4_FULL);
    }

    @Test
    void onlyTheFullRangeHasTheLeastInteger() {
        assertThat(WeightFormat.INT4.quantize(-8, 1)).isEqualTo(-7);
        assertThat(WeightFormat.INT4_FULL.quantize(-8, 1)).isEqualTo(-8);
        assertThat(WeightFormat.INT4_FULL.quantize(8, 1)).isEqualTo(7);
        assertThat(WeightFormat.INT4_FULL.bits()).isEqualTo(4);
        assertThat(WeightFormat.INT4_FULL.narrow()).isEqualTo(WeightFormat.INT4);
        assertThat(WeightFormat.INT4.full()).isEqualTo(WeightFormat.INT4_FULL);
        assertThat(WeightFormat.INT8.full()).isEqualTo(WeightFormat.INT8);
    }

    /** 0.3 and -0.3 in steps of 1 go the other way than to the nearest; 1 and 0.999999 are on the grid. */
    @Test
    void decidedElementsGoUpOrDown() throws Exception {
        var up = new BitSet();
        up.set(0);
        up.set(2);
        var rounding = WeightRounding.of(up);
        var out = new ByteArrayOutputStream();
        SymmetricWeights.quantize(
                FloatBuffer.wrap(new float[] {0.3f, -0.3f, 1, 0.999999f}),
                ChannelLayout.of(Shape.of(2, 2), 0),
                new float[] {1, 1},
                rounding,
                Channels.newChannel(out));
        assertThat(out.toByteArray()).containsExactly(1, -1, 1, 1);
        assertThat(rounding.integer(200, 1, 0, WeightFormat.INT4)).isEqualTo(7);
    }

    /** The elements' places go on from one chunk to the next. */
    @Test
    void everyElementOfALargeTensorHasItsOwnDecision() throws Exception {
        int elements = 40_000;
        float[] values = new float[elements];
        java.util.Arrays.fill(values, 0.5f);
        var up = new BitSet();
        for (int i = 0; i < elements; i += 3) {
            up.set(i);
        }
        var whole = new ByteArrayOutputStream();
        var packed = new ByteArrayOutputStream();
        var layout = ChannelLayout.whole(Shape.of(elements));
        var rounding = WeightRounding.of(up);
        SymmetricWeights.quantize(
                FloatBuffer.wrap(values), layout, new float[] {1}, rounding, Channels.newChannel(whole));
        PackedWeights.quantize(
                FloatBuffer.wrap(values),
                layout,
                WeightFormat.INT4,
                new float[] {1},
                rounding,
                Channels.newChannel(packed));
        byte[] bytes = whole.toByteArray();
        byte[] pairs = packed.toByteArray();
        for (int i = 0; i < elements; i++) {
            int expected = i % 3 == 0 ? 1 : 0;
            assertThat((int) bytes[i]).isEqualTo(expected);
            assertThat(pairs[i / 2] >> (i % 2 * 4) & 0xf).isEqualTo(expected);
        }
    }

    private WeightDecision decision(Annotation... given) throws Exception {
        var annotations = Annotations.read(builder.build());
        for (Annotation annotation : given) {
            annotations.update(weight, known -> known.with(annotation));
        }
        return WeightDecision.of(annotations, weight);
    }
}
