package io.lapidary.engine.litert.child.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.lapidary.api.tensor.ElementType;

class ElementsTest {
    private final ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void smallNumbersComeBackInEveryType(ElementType type) {
        for (int i = 0; i < 8; i++) {
            Elements.put(data, type, i, i % 2);
        }
        for (int i = 0; i < 8; i++) {
            assertThat(Elements.get(data, type, i)).isEqualTo(i % 2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INT4, -9, -8",
        "INT4, 7.5, 7",
        "INT4, -3, -3",
        "INT8, -129, -128",
        "INT8, 2.5, 2",
        "INT8, 3.5, 4",
        "INT8, -2.5, -2",
        "UINT8, -1, 0",
        "UINT8, 255.6, 255",
        "UINT8, 200, 200",
        "INT16, 40000, 32767",
        "UINT16, 65535, 65535",
        "INT32, 3e9, 2147483647",
        "UINT32, 3000000000, 3000000000",
        "UINT32, 5e9, 4294967295",
        "INT64, 1099511627776, 1099511627776",
        "UINT64, 18446744073709549568, 18446744073709549568",
        "BOOL, 7, 1",
        "FLOAT16, 2049, 2048",
        "FLOAT16, 2051, 2052",
        "BFLOAT16, 257, 256"
    })
    void valuesAreRoundedHalfToEvenAndHeldInRange(ElementType type, double value, double expected) {
        Elements.put(data, type, 3, value);
        assertThat(Elements.get(data, type, 3)).isEqualTo(expected);
    }

    @Test
    void everyHalfComesBackFromItsFloat() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Half.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(Half.fromFloat(value)).isEqualTo((short) bits);
            }
        }
        assertThat(Half.toFloat((short) 1)).isEqualTo(0x1p-24f);
        assertThat(Half.toFloat((short) 0x7bff)).isEqualTo(65504);
        assertThat(Half.fromFloat(0x1p-25f)).as("half of the least, to even").isZero();
        assertThat(Half.toFloat(Half.fromFloat(Math.nextUp(0x1p-25f)))).isEqualTo(0x1p-24f);
        assertThat(Half.toFloat(Half.fromFloat(65519))).isEqualTo(65504);
        assertThat(Half.toFloat(Half.fromFloat(65520))).isInfinite();
        assertThat(Half.toFloat(Half.fromFloat(Float.NaN))).isNaN();
    }
}
