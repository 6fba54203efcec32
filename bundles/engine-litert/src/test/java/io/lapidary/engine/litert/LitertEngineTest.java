package io.lapidary.engine.litert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.ComparisonRequest;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.LatencyRequest;
import io.lapidary.api.engine.ProfileRequest;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.engine.RunResult;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.TensorStatistic;
import io.lapidary.api.tensor.ElementType;

/** Every call on the project's own model, which is always there. */
@Timeout(120)
class LitertEngineTest {
    @AutoClose
    private static final LitertEngine engine = LitertEngine.create(LitertOptions.defaults());

    @TempDir
    Path folder;

    private InterpreterSession session;
    private SampleSet digits;

    @BeforeEach
    void open() throws Exception {
        session = engine.open(Fixtures.LIMITS);
        digits = Fixtures.digits(folder);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void saysWhatItIs() {
        assertThat(engine.identity().id()).isEqualTo("litert");
        assertThat(engine.identity().version()).isEqualTo("2.21.0");
        assertThat(engine.identity().cpuClass()).matches("[a-z0-9_]+(\\+[a-z0-9_]+)*");
    }

    @Test
    void describesTheModelAsItsDocumentationDoes() throws Exception {
        var signature = session.describe(Fixtures.DIGITS).primary();

        assertThat(signature.key()).isEqualTo("serving_default");
        assertThat(signature.inputs()).singleElement().satisfies(input -> {
            assertThat(input.key()).isEqualTo("image");
            assertThat(input.spec().type()).isEqualTo(ElementType.FLOAT32);
            assertThat(input.spec().shape()).containsExactly(-1, 8, 8, 1);
            assertThat(input.isQuantized()).isFalse();
        });
        assertThat(signature.outputs()).singleElement().satisfies(output -> {
            assertThat(output.key()).isEqualTo("probabilities");
            assertThat(output.spec().shape()).containsExactly(-1, 10);
        });
    }

    @Test
    void runsEverySampleToTheKnownAccuracy() throws Exception {
        RunResult result = run(session, "", Kernels.DEFAULT, folder);

        assertThat(result.count()).isEqualTo(497);
        SampleArray output = result.outputs().get(0);
        assertThat(output.spec().shape()).containsExactly(10);
        float[] outputs = Fixtures.floats(output.file());
        assertThat(outputs).hasSize(4970);
        assertThat(Fixtures.accuracy(outputs, 10, labels())).isCloseTo(.9899, within(.0001));
        assertThat(result.peakMemoryBytes()).isBetween(0L, 100L << 20);
    }

    @Test
    void namedSignatureAndBuiltInKernelsComputeTheSame() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        float[] first = outputs(run(session, "", Kernels.DEFAULT, folder));
        float[] second = outputs(run(session, "serving_default", Kernels.BUILTIN, other));

        for (int i = 0; i < first.length; i++) {
            assertThat(second[i]).isCloseTo(first[i], within(1e-5f));
        }
    }

    @Test
    void equalCallsGiveEqualBytesInAnyProcess() throws Exception {
        byte[] first = Files.readAllBytes(
                run(session, "", Kernels.DEFAULT, folder).outputs().get(0).file());
        session.statistics(statistics(Set.of(TensorStatistic.RANGE), List.of(), 0));
        byte[] again = Files.readAllBytes(
                run(session, "", Kernels.DEFAULT, folder).outputs().get(0).file());
        try (var fresh = LitertEngine.create(LitertOptions.defaults());
                var other = fresh.open(Fixtures.LIMITS)) {
            byte[] elsewhere = Files.readAllBytes(
                    run(other, "", Kernels.DEFAULT, folder).outputs().get(0).file());
            assertThat(again).isEqualTo(first);
            assertThat(elsewhere).isEqualTo(first);
        }
    }

    @Test
    void measuresModelsInTurn() throws Exception {
        var models = List.of(Fixtures.DIGITS, Fixtures.DIGITS);
        var result = session.latency(
                new LatencyRequest(models, Optional.empty(), 1, Duration.ofMillis(300), Kernels.DEFAULT));

        assertThat(result.threads()).isEqualTo(1);
        assertThat(result.models()).hasSize(2).allSatisfy(model -> {
            assertThat(model.runs()).isGreaterThanOrEqualTo(20);
            assertThat(model.min()).isBetween(1.0, model.p50());
            assertThat(model.p50()).isBetween(model.min(), model.p90());
            assertThat(model.p90()).isLessThan(20_000);
        });
        double ratio = result.models().get(0).p50() / result.models().get(1).p50();
        assertThat(ratio).as("a model against itself").isBetween(.7, 1.4);
    }

    @Test
    void runsTwentyRoundsHoweverSmallTheBudget() throws Exception {
        var result = session.latency(new LatencyRequest(
                List.of(Fixtures.DIGITS), Optional.of(digits), 1, Duration.ofNanos(1), Kernels.BUILTIN));

        assertThat(result.models().get(0).runs()).isEqualTo(20);
    }

    @Test
    void profilesByOperatorOrDelegate() throws Exception {
        var profile = session.profile(new ProfileRequest(Fixtures.DIGITS, Optional.of(digits), 30, 1));

        assertThat(profile.operators()).isNotEmpty().allSatisfy(operator -> {
            assertThat(operator.name()).isNotEmpty();
            assertThat(operator.micros()).isPositive();
        });
        assertThat(profile.operators())
                .anyMatch(operator -> operator.delegated() && operator.name().contains("XNNPack"));
        double sum = profile.operators().stream()
                .mapToDouble(operator -> operator.micros())
                .sum();
        assertThat(sum).isBetween(.3 * profile.totalMicros(), 1.3 * profile.totalMicros());
    }

    @Test
    void statisticsOfInputAndOutputAreThoseOfTheirValues() throws Exception {
        float[] inputs = Fixtures.floats(digits.arrays().get(0).file());
        float[] outputs = outputs(run(session, "", Kernels.DEFAULT, folder));
        var signature = session.describe(Fixtures.DIGITS).primary();
        String input = signature.inputs().get(0).spec().name();
        String output = signature.outputs().get(0).spec().name();

        var result = session.statistics(statistics(Set.of(TensorStatistic.values()), List.of(input, output), 16));

        assertThat(result.count()).isEqualTo(497);
        assertThat(result.tensors()).containsOnlyKeys(input, output);
        Straightforward.assertSummary(result.tensors().get(input), inputs, 64, 1, 16);
        Straightforward.assertSummary(result.tensors().get(output), outputs, 10, 10, 16);
    }

    @Test
    void statisticsCoverEveryComputedFloatTensor() throws Exception {
        var result = session.statistics(statistics(Set.of(TensorStatistic.RANGE), List.of(), 0));

        // Input, 5 convolutions, mean, fully connected, softmax; all activations end at ReLU6.
        assertThat(result.tensors().size()).isGreaterThanOrEqualTo(9);
        assertThat(result.tensors().entrySet())
                .filteredOn(entry -> entry.getKey().contains("elu6"))
                .isNotEmpty()
                .allSatisfy(entry -> {
                    assertThat(entry.getValue().min()).isGreaterThanOrEqualTo(0);
                    assertThat(entry.getValue().max()).isBetween(.1f, 6f);
                    assertThat(entry.getValue().averageMax())
                            .isLessThanOrEqualTo(entry.getValue().max());
                });
        assertThat(result.tensors().values()).allSatisfy(summary -> {
            assertThat(summary.nonFinite()).isZero();
            assertThat(summary.channelMeans()).isEmpty();
            assertThat(summary.histogram()).isEmpty();
        });
    }

    @Test
    void statisticsDoNotDependOnThreads() throws Exception {
        var request = statistics(Set.of(TensorStatistic.values()), List.of(), 32);
        try (var two = engine.open(new EngineLimits(2L << 30, Duration.ofMinutes(1), 2))) {
            assertThat(two.statistics(request)).isEqualTo(session.statistics(request));
        }
    }

    @Test
    void aModelDiffersFromItselfByNothing() throws Exception {
        var result = session.compare(comparison(Fixtures.DIGITS, List.of()));

        assertThat(result.tensors()).hasSize(1);
        assertThat(result.tensors().values()).allSatisfy(difference -> {
            assertThat(difference.errorEnergy()).isZero();
            assertThat(difference.largestError()).isZero();
            assertThat(difference.saturatedShare()).isZero();
            assertThat(difference.sqnrDb()).isInfinite();
        });
    }

    @Test
    void comparesInnerTensorsByName() throws Exception {
        Path changed = withOneWeightChanged();
        List<String> names = List.copyOf(session.statistics(statistics(Set.of(TensorStatistic.RANGE), List.of(), 0))
                .tensors()
                .keySet());
        float[] right = outputs(run(session, "", Kernels.DEFAULT, folder));
        Path other = Files.createDirectory(folder.resolve("other"));
        float[] wrong = outputs(session.run(new RunRequest(changed, "", digits, false, Kernels.DEFAULT, other)));

        var outputs = session.compare(comparison(changed, List.of()));
        var inner = session.compare(comparison(changed, names));

        String output = outputs.tensors().keySet().iterator().next();
        var difference = outputs.tensors().get(output);
        Straightforward.assertDifference(difference, right, wrong);
        assertThat(difference.errorEnergy()).isPositive();
        assertThat(inner.tensors().keySet()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(inner.tensors().get(output).errorEnergy())
                .isCloseTo(difference.errorEnergy(), within(1e-6 * difference.errorEnergy()));
        assertThat(inner.tensors().values())
                .as("what is computed before the changed weight")
                .anyMatch(before -> before.errorEnergy() == 0);
    }

    /** A byte of the file's largest run of weights, the exponent of a float, is set otherwise. */
    private Path withOneWeightChanged() throws Exception {
        byte[] model = Files.readAllBytes(Fixtures.DIGITS);
        var floats = ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = model.length / 2 & ~3; at < model.length - 4; at += 4) {
            float weight = floats.getFloat(at);
            if (Math.abs(weight) > .05f && Math.abs(weight) < .5f) {
                floats.putFloat(at, weight + 1);
                break;
            }
        }
        return Files.write(folder.resolve("changed.tflite"), model);
    }

    private RunResult run(InterpreterSession in, String signature, Kernels kernels, Path to) throws Exception {
        return in.run(new RunRequest(Fixtures.DIGITS, signature, digits, true, kernels, to));
    }

    private static float[] outputs(RunResult result) throws Exception {
        return Fixtures.floats(result.outputs().get(0).file());
    }

    private StatisticsRequest statistics(Set<TensorStatistic> statistics, List<String> tensors, int bins) {
        return new StatisticsRequest(Fixtures.DIGITS, "", digits, tensors, statistics, bins);
    }

    private ComparisonRequest comparison(Path candidate, List<String> tensors) {
        return new ComparisonRequest(Fixtures.DIGITS, candidate, "", digits, tensors, Kernels.DEFAULT);
    }

    private long[] labels() throws Exception {
        var labels = ByteBuffer.wrap(
                        Files.readAllBytes(digits.targets().orElseThrow().file()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
        long[] array = new long[labels.remaining()];
        labels.get(array);
        return array;
    }
}
