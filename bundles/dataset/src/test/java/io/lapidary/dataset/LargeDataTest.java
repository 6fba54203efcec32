package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

/** Files beyond memory and beyond 2 and 4 GB, sparse on disk. */
class LargeDataTest {
    private static final int COUNT = 5_000_000;

    @TempDir
    private Path folder;

    /** [5 million, 1024] of uint8: 5.1 GB of zeros. */
    private Path sparse(boolean fortran) throws Exception {
        Path file = folder.resolve("large.npy");
        byte[] header = Npy.of("|u1", fortran, List.of(COUNT, 1024), new byte[0]);
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.write(header);
            bytes.setLength(header.length + COUNT * 1024L);
            // the last element of the last sample but one
            long last = fortran ? 1023L * COUNT + COUNT - 2 : (COUNT - 1L) * 1024 - 1;
            bytes.seek(header.length + last);
            bytes.write(77);
        }
        return file;
    }

    @Test
    void theEndOfALongFile() throws Exception {
        double[] values = new Reading(folder).values(sparse(false) + "?slice=4999998:", Reading.floats(1, 1024));
        assertThat(values).hasSize(2 * 1024);
        assertThat(values[1023]).isEqualTo(77);
        assertThat(values).containsOnlyOnce(77);
    }

    @Test
    void theEndOfALongFileInFortranOrder() throws Exception {
        double[] values = new Reading(folder).values(sparse(true) + "?slice=4999998:", Reading.floats(1, 1024));
        assertThat(values[1023]).isEqualTo(77);
        assertThat(values).containsOnlyOnce(77);
    }

    @Test
    void aLongArrayIsReadByIndexAcrossSegments() throws Exception {
        Path file = sparse(false);
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(3000L * 1_000_000); // 3 GB: samples of 3000 bytes, which no power of two divides
            bytes.seek(3000L * 999_999 + 2999);
            bytes.write(5);
            bytes.seek(3000L * 357_913 + 7); // the last that ends below 1 GiB is 357,912
            bytes.write(9);
        }
        var array = new SampleArray(new TensorSpec("x", ElementType.UINT8, List.of(3000)), file);
        try (var reader = SampleArrayReader.open(array)) {
            assertThat(reader.count()).isEqualTo(1_000_000);
            assertThat(reader.sample(999_999).get(2999)).isEqualTo((byte) 5);
            assertThat(reader.sample(357_913).get(7)).isEqualTo((byte) 9);
        }
    }
}
