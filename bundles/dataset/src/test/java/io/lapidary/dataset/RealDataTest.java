package io.lapidary.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.testsupport.SharedFiles;

/** Keyword spotting and MNIST as they lie in the shared folder, where there is one, and the project's own digits. */
class RealDataTest {
    @TempDir
    private Path folder;

    @Test
    void keywordsWithTheQuantizationUndone() throws Exception {
        Path file = SharedFiles.file("data/kws/inputs_int8.npy");
        var input = new TensorSpec("input_1", ElementType.FLOAT32, List.of(1, 49, 10, 1));
        SampleSet set =
                new Reading(folder).read(file + "?offset=-83&scale=0.5847029&labels=labels.npy&slice=100:1000", input);

        assertThat(set.count()).isEqualTo(900);
        double[] labels = Reading.values(set.targets().orElseThrow());
        assertThat(Arrays.stream(labels).distinct().sorted().toArray())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        byte[] raw = Files.readAllBytes(file);
        double[] values = Reading.values(set.arrays().get(0));
        assertThat(values).hasSize(900 * 490);
        for (int i = 0; i < values.length; i += 1013) {
            int q = raw[128 + 100 * 490 + i];
            assertThat(values[i]).isCloseTo((q - 83) * 0.5847029, within(1e-5));
        }
    }

    @Test
    void keywordsForTheQuantizedModelAreTheStoredBytes() throws Exception {
        Path file = SharedFiles.file("data/kws/inputs_int8.npy");
        var set = new Reading(folder).read(file.toString(), Reading.input(ElementType.INT8, 1, 49, 10, 1));
        byte[] raw = Files.readAllBytes(file);
        assertThat(set.arrays().get(0).file()).hasBinaryContent(Arrays.copyOfRange(raw, 128, raw.length));
    }

    @Test
    void mnist() throws Exception {
        Path images = SharedFiles.file("data/mnist/t10k-images-idx3-ubyte.gz");
        SampleSet set = new Reading(folder)
                .read(
                        images + "?scale=0.00392156862745098&labels=t10k-labels-idx1-ubyte.gz",
                        Reading.floats(-1, 28, 28, 1));
        assertThat(set.count()).isEqualTo(10_000);
        double[] labels = Reading.values(set.targets().orElseThrow());
        // The test set's digits by class, as published.
        long[] counts = new long[10];
        Arrays.stream(labels).forEach(l -> counts[(int) l]++);
        assertThat(counts).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
        try (var reader = SampleArrayReader.open(set.arrays().get(0))) {
            double sum = 0;
            for (long i = 0; i < reader.count(); i++) {
                var sample = reader.sample(i);
                while (sample.hasRemaining()) {
                    sum += sample.getFloat();
                }
            }
            assertThat(sum / (10_000 * 784.0)).as("mean of the test images").isCloseTo(0.13251, within(1e-4));
        }
    }

    @Test
    void theProjectsOwnDigits() throws Exception {
        Path file = Path.of("../../samples/digits/digits-test.npz");
        Assumptions.assumeTrue(Files.exists(file), file + " is not there");
        SampleSet set = new Reading(folder).read(file.toString(), Reading.floats(-1, 8, 8, 1));
        assertThat(Arrays.stream(Reading.values(set.arrays().get(0)))).allMatch(v -> v >= 0 && v <= 16);
        assertThat(Arrays.stream(Reading.values(set.targets().orElseThrow())).boxed())
                .allMatch(l -> l >= 0 && l <= 9)
                .contains(0.0, 9.0);
    }
}
