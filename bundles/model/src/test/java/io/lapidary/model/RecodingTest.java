package io.lapidary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Constants in another encoding, against exact arithmetic. */
class RecodingTest {
    private static final int ROWS = 3;
    private static final int COLUMNS = 5;

    private final ModelBuilder builder = new ModelBuilder("constants");
    private final float[] values = values();

    private static float[] values() {
        var random = new Random(2);
        float[] values = new float[ROWS * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-3, 3);
        }
        values[0] = 0.25f;
        values[1] = -0.25f;
        values[2] = 1e30f;
        values[3] = -1e30f;
        return values;
    }

    private Tensor constant(String name) {
        return builder.constant(name, Shape.of(ROWS, COLUMNS), values);
    }

    @Test
    void floatsBecomeIntegersOfEveryType() {
        for (TensorType type : List.of(TensorType.INT8, TensorType.UINT8, TensorType.INT16, TensorType.INT32)) {
            Encoding encoding = Encoding.perTensor(type, .5f, type == TensorType.INT16 ? 0 : 7);
            Tensor constant = constant("c" + type);
            builder.editor().tensor(constant).recode(encoding);
            assertThat(constant.type()).isEqualTo(type);
            assertThat(Encoding.of(constant)).contains(encoding);
            for (int i = 0; i < values.length; i++) {
                assertThat(constant.integer(i))
                        .as("%s in %s", values[i], encoding)
                        .isEqualTo(Exact.quantize(values[i], encoding, 0));
            }
        }
    }

    @Test
    void channelsHaveTheirOwnScales() {
        var byRow = Encoding.perChannel(TensorType.INT8, new float[] {.01f, .1f, Float.MIN_VALUE}, 0);
        var byColumn =
                new Encoding(TensorType.INT8, List.of(.01f, .1f, 1f, 2f, 1e-3f), List.of(0L, -128L, 127L, 4L, -5L), 1);
        for (Encoding encoding : List.of(byRow, byColumn)) {
            Tensor constant = constant("c" + encoding.axis());
            builder.editor().tensor(constant).recode(encoding);
            for (int i = 0; i < values.length; i++) {
                int channel = encoding.axis() == 0 ? i / COLUMNS : i % COLUMNS;
                assertThat(constant.integer(i)).isEqualTo(Exact.quantize(values[i], encoding, channel));
            }
        }
    }

    @Test
    void integersAreRequantizedAndBecomeTheNearestFloats() {
        var fine = Encoding.perTensor(TensorType.INT16, 3 / 32767f, 0);
        var coarse = new Encoding(TensorType.INT8, List.of(.02f, .03f, .05f), List.of(3L, 0L, -128L), 0);
        Tensor constant = constant("c");
        builder.editor().tensor(constant).recode(fine);
        long[] before = new long[values.length];
        for (int i = 0; i < before.length; i++) {
            before[i] = constant.integer(i);
        }
        builder.editor().tensor(constant).recode(coarse);
        long[] after = new long[values.length];
        for (int i = 0; i < after.length; i++) {
            after[i] = constant.integer(i);
            assertThat(after[i]).isEqualTo(Exact.requantize(before[i], fine, 0, coarse, i / COLUMNS));
        }
        builder.editor().tensor(constant).recode(Encoding.FLOAT32);
        for (int i = 0; i < after.length; i++) {
            assertThat(constant.data().getFloat(Float.BYTES * i))
                    .isEqualTo(Exact.dequantize(after[i], coarse, i / COLUMNS).floatValue());
        }
    }

    @Test
    void fourBitsAreRowMajorTheEvenElementInTheLowHalf() {
        var encoding = Encoding.perTensor(TensorType.INT4, .5f, 0);
        Tensor constant = builder.constant("c", Shape.of(3), 1f, -2f, 3.4f);
        builder.editor().tensor(constant).recode(encoding);
        ByteBuffer bytes = constant.data();
        assertThat(bytes.remaining()).isEqualTo(2);
        assertThat(bytes.get(0)).isEqualTo((byte) 0xC2);
        assertThat(bytes.get(1)).isEqualTo((byte) 0x07);
        assertThat(constant.integer(1)).isEqualTo(-4);
        builder.editor().tensor(constant).recode(Encoding.FLOAT32);
        assertThat(constant.data().getFloat(4)).isEqualTo(-2f);
        assertThat(constant.data().getFloat(8)).isEqualTo(3.5f);
    }

    @Test
    void whoSharesTheBufferKeepsItsNumbers() {
        Tensor first = constant("first");
        Tensor second = builder.tensor("second", TensorType.FLOAT32, ROWS, COLUMNS);
        builder.editor().tensor(second).data(first.buffer());
        builder.editor().tensor(first).recode(Encoding.perTensor(TensorType.INT8, 1, 0));
        assertThat(second.data().getFloat(0)).isEqualTo(values[0]);
        assertThat(first.data().remaining()).isEqualTo(values.length);
    }

    @Test
    void whatHasNoNumbersIsRefused() {
        var int8 = Encoding.perTensor(TensorType.INT8, 1, 0);
        Tensor activation = builder.tensor("activation", TensorType.FLOAT32, 2);
        assertThatThrownBy(() -> builder.editor().tensor(activation).recode(int8))
                .hasMessageContaining("'activation'");
        Tensor indices = builder.constant("indices", TensorType.INT32, Shape.of(2), BufferContent.ofInts(1, 2));
        assertThatThrownBy(() -> builder.editor().tensor(indices).recode(int8)).hasMessageContaining("'indices'");
        Tensor constant = constant("c");
        var wrong = Encoding.perChannel(TensorType.INT8, new float[] {1, 2}, 0);
        assertThatThrownBy(() -> builder.editor().tensor(constant).recode(wrong))
                .hasMessageContaining("[3, 5]");
        assertThat(constant.type()).isEqualTo(TensorType.FLOAT32);
    }
}
