package io.lapidary.quantization.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two groups of patches of five elements, their products in blocks of two: 5 + 4 + 4 + 1 numbers a group. */
class PatchMomentsTest {
    private static final int NUMBERS = 14;

    @TempDir
    private Path folder;

    @Test
    void readsAGroupOrABlock() throws Exception {
        PatchMoments moments = counting(2 * NUMBERS);
        assertThat(moments.blocks()).isEqualTo(3);
        assertThat(moments.size(1)).isEqualTo(2);
        assertThat(moments.size(2)).isEqualTo(1);
        assertThat(moments.means(0)).containsExactly(0, 1, 2, 3, 4);
        assertThat(moments.products(0, 1)).containsExactly(9, 10, 11, 12);
        assertThat(moments.products(0, 2)).containsExactly(13);
        assertThat(moments.means(1)).containsExactly(14, 15, 16, 17, 18);
        assertThat(moments.products(1, 0)).containsExactly(19, 20, 21, 22);
    }

    @Test
    void meansAloneHaveNoBlocks() throws Exception {
        assertThat(new PatchMoments(counting(5).file(), 1, 5, 0, 9).blocks()).isZero();
    }

    @Test
    void aFileThatIsCutShortIsNamed() throws Exception {
        PatchMoments moments = counting(NUMBERS + 3);
        assertThatThrownBy(() -> moments.means(1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("moments.bin");
    }

    private PatchMoments counting(int numbers) throws IOException {
        var bytes = ByteBuffer.allocate(numbers * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < numbers; i++) {
            bytes.putDouble(i);
        }
        Path file = Files.write(folder.resolve("moments.bin"), bytes.array());
        return new PatchMoments(file, 2, 5, 2, 9);
    }
}
