package io.lapidary.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.StatisticsResult;
import io.lapidary.api.engine.StatisticsResult.Extremes;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Subgraph;
import io.lapidary.model.TensorType;

class CalibrationDataTest {
    @TempDir
    private Path folder;

    @Test
    void namesInputSampleAndElementOfWhatIsNotFinite() throws Exception {
        SampleSet samples = samples(1, 2, 3, 4, 5, 6, 7, Float.NaN, 9);
        assertThatThrownBy(() -> CalibrationData.requireSound(samples, graph(), result(1, 9, 1)))
                .isInstanceOf(LapidaryException.class)
                .hasMessageContaining("'in'")
                .hasMessageContaining(": sample 2, element 1, counted from 0.");
    }

    @Test
    void refusesTheSameNumberEverywhere() throws Exception {
        SampleSet samples = samples(5, 5, 5);
        assertThatThrownBy(() -> CalibrationData.requireSound(samples, graph(), result(5, 5, 0)))
                .hasMessageContaining("same number everywhere: 5.0 in all 1 samples, first for the input 'in'.");
        assertThatCode(() -> CalibrationData.requireSound(samples, graph(), result(4, 5, 0)))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesFewerThanNeeded() throws Exception {
        SampleSet two = samples(1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> CalibrationData.requireCount(two, 3))
                .hasMessageContaining("2 samples")
                .hasMessageContaining("min_samples=3");
        assertThatCode(() -> CalibrationData.requireCount(two, 2)).doesNotThrowAnyException();
        assertThatThrownBy(() -> CalibrationData.requireCount(samples(), 1)).hasMessageContaining("no samples");
    }

    private SampleSet samples(float... values) throws Exception {
        var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Path file = Files.write(folder.resolve("noise.bin"), bytes.array());
        var spec = new TensorSpec("in", ElementType.FLOAT32, List.of(3));
        return new SampleSet(
                List.of(new SampleArray(spec, file)), Optional.empty(), values.length / 3, Digest.of("test"));
    }

    private static Subgraph graph() {
        var builder = new ModelBuilder("relu");
        var in = builder.input("in", TensorType.FLOAT32, 1, 3);
        var out = builder.tensor("out", TensorType.FLOAT32, 1, 3);
        builder.operator(BuiltinOperator.RELU).inputs(in).outputs(out).append();
        return builder.output(out).build().main();
    }

    private static StatisticsResult result(float min, float max, long nonFinite) {
        return new StatisticsResult(
                Map.of(
                        "in",
                        new StatisticsResult.TensorSummary(
                                min,
                                max,
                                min,
                                max,
                                Extremes.NONE,
                                Extremes.NONE,
                                0,
                                0,
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                nonFinite)),
                3);
    }
}
