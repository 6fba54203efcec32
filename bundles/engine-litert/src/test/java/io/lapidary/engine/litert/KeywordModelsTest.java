package io.lapidary.engine.litert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.ComparisonRequest;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.LatencyRequest;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.engine.RunResult;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.TensorStatistic;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.testsupport.SharedFiles;

/** Float and int8 models that others have made, with the keyword-spotting samples that score them. */
@Timeout(120)
class KeywordModelsTest {
    private static final List<Integer> SHAPE = List.of(49, 10, 1);
    private static final int FIRST_SCORED = 100;
    private static final int SCORED = 900;

    @TempDir
    Path folder;

    private Path floatModel;
    private Path int8Model;
    private SampleSet asInt8;
    private SampleSet asFloat;
    private long[] labels;
    private LitertEngine engine;
    private InterpreterSession session;

    @BeforeEach
    void open() throws Exception {
        floatModel = SharedFiles.file("models/kws_float.tflite");
        int8Model = SharedFiles.file("models/kws_reference_int8.tflite");
        ByteBuffer inputs = Npy.read(SharedFiles.file("data/kws/inputs_int8.npy"));
        ByteBuffer all = Npy.read(SharedFiles.file("data/kws/labels.npy"));
        int width = all.capacity() / (FIRST_SCORED + SCORED);
        labels = new long[SCORED];
        for (int i = 0; i < SCORED; i++) {
            int at = (FIRST_SCORED + i) * width;
            labels[i] = width == 1 ? all.get(at) : width == 4 ? all.getInt(at) : all.getLong(at);
        }
        ByteBuffer scored = inputs.slice(FIRST_SCORED * 490, SCORED * 490);
        float[] floats = new float[SCORED * 490];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = .5847029f * (scored.get(i) - 83);
        }
        asInt8 = Fixtures.samples("x", ElementType.INT8, SHAPE, SCORED, Fixtures.write(folder.resolve("int8"), scored));
        asFloat = Fixtures.samples(
                "x",
                ElementType.FLOAT32,
                SHAPE,
                SCORED,
                Fixtures.write(folder.resolve("float"), Fixtures.bytes(floats)));
        engine = LitertEngine.create(LitertOptions.defaults());
        session = engine.open(Fixtures.LIMITS);
    }

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void theFloatModelReachesItsKnownAccuracy() throws Exception {
        RunResult result = session.run(new RunRequest(floatModel, "", asFloat, false, Kernels.DEFAULT, folder));

        float[] outputs = Fixtures.floats(result.outputs().get(0).file());
        assertThat(Fixtures.accuracy(outputs, 12, labels)).isCloseTo(.9100, within(1e-9));
    }

    @Test
    void floatSamplesOfAnInt8InputAreQuantizedByItsScale() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        var fromFloat = session.run(new RunRequest(int8Model, "", asFloat, false, Kernels.DEFAULT, folder));
        var fromInt8 = session.run(new RunRequest(int8Model, "", asInt8, false, Kernels.DEFAULT, other));

        assertThat(fromFloat.outputs().get(0).spec().type()).isEqualTo(ElementType.INT8);
        assertThat(Files.readAllBytes(fromFloat.outputs().get(0).file()))
                .isEqualTo(Files.readAllBytes(fromInt8.outputs().get(0).file()));
    }

    @Test
    void int8OutputsAreDequantizedWhenAsked() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        var raw = session.run(new RunRequest(int8Model, "", asInt8, false, Kernels.DEFAULT, folder));
        var real = session.run(new RunRequest(int8Model, "", asInt8, true, Kernels.DEFAULT, other));

        byte[] integers = Files.readAllBytes(raw.outputs().get(0).file());
        float[] floats = Fixtures.floats(real.outputs().get(0).file());
        assertThat(real.outputs().get(0).spec().type()).isEqualTo(ElementType.FLOAT32);
        for (int i = 0; i < integers.length; i++) {
            assertThat(floats[i]).isEqualTo((integers[i] + 128) / 256f);
        }
        assertThat(Fixtures.accuracy(floats, 12, labels)).isBetween(.85, .95);
    }

    @Test
    void comparesAnInt8ModelByWhatItsIntegersStandFor() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        var right = session.run(new RunRequest(floatModel, "", asFloat, true, Kernels.DEFAULT, folder));
        var candidate = session.run(new RunRequest(int8Model, "", asFloat, true, Kernels.DEFAULT, other));

        var result =
                session.compare(new ComparisonRequest(floatModel, int8Model, "", asFloat, List.of(), Kernels.DEFAULT));

        var difference = result.tensors().values().iterator().next();
        float[] floats = Fixtures.floats(candidate.outputs().get(0).file());
        Straightforward.assertDifference(
                difference, Fixtures.floats(right.outputs().get(0).file()), floats);
        long ends = 0;
        for (float value : floats) {
            ends += value == 0 || value == 255 / 256f ? 1 : 0;
        }
        assertThat(difference.saturatedShare()).isCloseTo((double) ends / floats.length, within(1e-12));
    }

    @Test
    void aDelegateMakesTheModelSeveralTimesFaster() throws Exception {
        var models = List.of(floatModel, int8Model);
        var delegated = session.latency(
                new LatencyRequest(models, Optional.of(asFloat), 1, Duration.ofMillis(500), Kernels.DEFAULT));
        var builtIn = session.latency(
                new LatencyRequest(models, Optional.of(asFloat), 1, Duration.ofMillis(500), Kernels.BUILTIN));

        for (int i = 0; i < models.size(); i++) {
            assertThat(builtIn.models().get(i).p50())
                    .isGreaterThan(1.5 * delegated.models().get(i).p50());
        }
    }

    @Test
    void statisticsOfAHundredLargeSamplesTakeSecondsAndLittleMemory() throws Exception {
        Path large = SharedFiles.file("models/mobilenetv2_random.tflite");
        int count = 100;
        var random = new java.util.Random(3);
        float[] values = new float[count * 224 * 224 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        var noise = Fixtures.samples(
                "x",
                ElementType.FLOAT32,
                List.of(224, 224, 3),
                count,
                Fixtures.write(folder.resolve("noise"), Fixtures.bytes(values)));
        var tight = new EngineLimits(400L << 20, Duration.ofSeconds(30), 2);
        try (var other = engine.open(tight)) {
            var result = other.statistics(new StatisticsRequest(
                    large, "", noise, List.of(), Set.of(TensorStatistic.RANGE, TensorStatistic.MOMENTS), 0));

            assertThat(result.count()).isEqualTo(count);
            assertThat(result.tensors().size()).isGreaterThan(60);
        }
    }
}
