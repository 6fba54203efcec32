package io.lapidary.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;
import io.lapidary.api.backend.LatencyComparison;
import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.backend.VerifiedPackage;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.EvaluationRequest;
import io.lapidary.api.metric.Metric;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.work.Finding;
import io.lapidary.evaluation.Evaluations;
import io.lapidary.evaluation.internal.metric.BrokenMetric;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;

class PackageEvaluatorTest {
    private static final int CLASSES = 8;
    private static final FakeModel IDENTITY = FakeModel.of(CLASSES, x -> x);

    @TempDir
    Path folder;

    private ModelFile original;
    private ModelFile result;
    private final List<OperatorPlacement> placements =
            List.of(new OperatorPlacement(0, 0, "FULLY_CONNECTED", "builtin", "It is a test."));

    @BeforeEach
    void writeModels() throws Exception {
        original = write("original.tflite", model(0.5f));
        result = write("result.tflite", model(0));
    }

    @Test
    void measuresBothModelsOnLabelledSamples() throws Exception {
        List<float[]> rows = rows(200);
        long[] labels = new long[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = argmax(rows.get(i));
        }
        // Every fourth label is another class, so that the identity is right three times of four.
        for (int i = 0; i < labels.length; i += 4) {
            labels[i] = (labels[i] + 1) % CLASSES;
        }
        int[] seen = {0};
        FakeModel wrongEveryTenth = FakeModel.of(CLASSES, x -> seen[0]++ % 10 == 1 ? reversed(x) : x);
        var reader = new FakeReader(rows, Optional.of(labels));
        Evaluation evaluation = evaluate(reader, wrongEveryTenth, Optional.of(latency(100, 90)), "");

        assertThat(evaluation.task()).isEqualTo("classification");
        assertThat(evaluation.primaryMetric()).hasValue("top1");
        assertThat(evaluation.samples()).isEqualTo(200);
        assertThat(evaluation.original().metrics().get("top1")).isEqualTo(0.75);
        assertThat(evaluation.original().metrics()).doesNotContainKey("agreement");
        assertThat(evaluation.result().metrics().get("agreement")).isEqualTo(0.9);
        // One sample in ten is wrong, and of those that are (index 1, 11, 21 ...) none had its label moved by a
        // multiple of 4
        // unless 4 divides the index, which it does not: they were all right before.
        assertThat(evaluation.result().metrics().get("top1")).isCloseTo(0.65, within(1e-12));
        assertThat(evaluation.result().metrics().get("top5")).isGreaterThan(0.65);
        assertThat(evaluation.accuracyDrop(true)).hasValueCloseTo(0.1, within(1e-12));
        assertThat(evaluation.original().peakMemoryBytes()).hasValue(1000);
        assertThat(codes(evaluation)).contains("accuracy-fell").doesNotContain("slower-than-original", "few-samples");
        assertThat(evaluation.unmeasured()).isEmpty();
        assertThat(reader.asked.get(0).name()).isEqualTo("x0");
    }

    @Test
    void signalToNoiseIsTakenOverAllOutputsAndSamples() throws Exception {
        List<float[]> rows = rows(50);
        FakeModel noisy = FakeModel.of(CLASSES, x -> {
            float[] y = x.clone();
            y[0] += 0.25f;
            return y;
        });
        Evaluation evaluation = evaluate(new FakeReader(rows, Optional.empty()), noisy, Optional.empty(), "");
        double signal = rows.stream().mapToDouble(PackageEvaluatorTest::energy).sum();
        assertThat(evaluation.sqnrDb()).hasValueCloseTo(10 * Math.log10(signal / (50 * 0.0625)), within(1e-4));
        assertThat(evaluation.largestError()).hasValueCloseTo(0.25, within(1e-6));
        assertThat(evaluation.result().metrics()).containsOnlyKeys("agreement");
        assertThat(evaluation.task()).isEmpty();
        assertThat(evaluation.unmeasured())
                .anyMatch(s -> s.contains("no labels"))
                .anyMatch(s -> s.contains("Latency was not measured"));
    }

    @Test
    void equalOutputsHaveInfiniteSignalToNoise() throws Exception {
        Evaluation evaluation = evaluate(new FakeReader(rows(5), Optional.empty()), IDENTITY, Optional.empty(), "");
        assertThat(evaluation.sqnrDb()).hasValue(Double.POSITIVE_INFINITY);
        assertThat(evaluation.largestError()).hasValue(0);
    }

    @Test
    void withoutDataItSaysWhatItCouldNotMeasure() throws Exception {
        var context = new FakeContext(folder, new FakeEngine(models(IDENTITY)));
        Evaluation evaluation = evaluator(new FakeReader(List.of(), Optional.empty()))
                .evaluate(request(Optional.empty(), Optional.empty(), ""), context);
        assertThat(evaluation.samples()).isZero();
        assertThat(evaluation.unmeasured())
                .anyMatch(s -> s.contains("no test data"))
                .anyMatch(s -> s.contains("Latency"));
        assertThat(evaluation.sqnrDb()).isEmpty();
        assertThat(evaluation.engine()).isEmpty();
        assertThat(evaluation.original().parameters()).isEqualTo(CLASSES * CLASSES);
        assertThat(evaluation.result().sparsity()).isEqualTo(1);
        assertThat(evaluation.original().weightTypes()).containsEntry("float32", 4L * CLASSES * CLASSES);
    }

    @Test
    void sizesAreOfTheFilesAndTheirZip() throws Exception {
        Evaluation evaluation = evaluate(new FakeReader(rows(5), Optional.empty()), IDENTITY, Optional.empty(), "");
        assertThat(evaluation.original().bytes()).isEqualTo(Files.size(original.path()));
        assertThat(evaluation.result().bytes()).isEqualTo(Files.size(result.path()));
        assertThat(evaluation.result().zippedBytes()).isEqualTo(PackageSizeTest.zip(result.path(), "model.tflite"));
        assertThat(evaluation.operators()).singleElement().satisfies(o -> {
            assertThat(o.types()).isEqualTo("float32 x float32");
            assertThat(o.unit()).isEqualTo("builtin");
        });
    }

    @Test
    void aSlowerResultIsAWarningThatNamesTheReason() throws Exception {
        var reader = new FakeReader(rows(5), Optional.empty());
        assertThat(evaluate(reader, IDENTITY, Optional.of(latency(100, 131)), "")
                        .findings())
                .filteredOn(f -> f.code().equals("slower-than-original"))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.severity()).isEqualTo(Finding.Severity.WARNING);
                    assertThat(f.message())
                            .contains("1.31 times")
                            .contains("FULLY_CONNECTED")
                            .contains("It is a test.");
                });
        assertThat(codes(evaluate(reader, IDENTITY, Optional.of(latency(100, 109)), "")))
                .doesNotContain("slower-than-original");
    }

    @Test
    void aLabelOutOfRangeNamesSampleAndData() {
        var reader = new FakeReader(rows(3), Optional.of(new long[] {0, 8, 1}));
        assertThatThrownBy(() -> evaluate(reader, IDENTITY, Optional.empty(), ""))
                .isInstanceOfSatisfying(LapidaryException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCodes.INVALID_DATA);
                    assertThat(e.getMessage())
                            .contains("test.npz")
                            .contains("sample 1")
                            .contains("is 8")
                            .contains("0 to 7");
                });
    }

    @Test
    void severalInputsAndOutputsWork() throws Exception {
        var two = new FakeModel(List.of(2, 3), List.of(2, 3), ElementType.FLOAT32, in -> List.of(in.get(0), in.get(1)));
        var off = new FakeModel(List.of(2, 3), List.of(2, 3), ElementType.FLOAT32, in -> {
            float[] second = in.get(1).clone();
            second[2] -= 2;
            return List.of(in.get(0), second);
        });
        var context = new FakeContext(folder, new FakeEngine(Map.of(original.path(), two, result.path(), off)));
        Evaluation evaluation = evaluator(new FakeReader(rows(20), Optional.empty()))
                .evaluate(request(Optional.of(data()), Optional.empty(), ""), context);
        assertThat(evaluation.largestError()).hasValueCloseTo(2.0, within(1e-6));
        assertThat(evaluation.result().metrics()).isEmpty();
        assertThat(evaluation.unmeasured()).anyMatch(s -> s.contains("agreement") && s.contains("2 outputs"));
    }

    @Test
    void aFloatResultOfAnIntegerOriginalIsFedFloats() throws Exception {
        var integer = new FakeModel(List.of(CLASSES), List.of(CLASSES), ElementType.INT8, in -> in);
        var reader = new FakeReader(rows(3), Optional.empty());
        var context =
                new FakeContext(folder, new FakeEngine(Map.of(original.path(), integer, result.path(), IDENTITY)));
        evaluator(reader).evaluate(request(Optional.of(data()), Optional.empty(), ""), context);
        assertThat(reader.asked)
                .singleElement()
                .satisfies(s -> assertThat(s.type()).isEqualTo(ElementType.FLOAT32));
    }

    @Test
    void aPackageThatTakesOtherInputsIsNoResult() {
        var engine = new FakeEngine(Map.of(original.path(), IDENTITY, result.path(), FakeModel.of(3, x -> x)));
        var context = new FakeContext(folder, engine);
        var request = request(Optional.of(data()), Optional.empty(), "");
        assertThatThrownBy(() ->
                        evaluator(new FakeReader(rows(3), Optional.empty())).evaluate(request, context))
                .isInstanceOfSatisfying(
                        LapidaryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCodes.VERIFICATION_FAILED));
        assertThat(engine.openSessions()).isZero();
    }

    @Test
    void notFiniteOutputsAreAWarningAndNoNumber() throws Exception {
        FakeModel broken = FakeModel.of(CLASSES, x -> {
            float[] y = x.clone();
            y[3] = Float.NaN;
            return y;
        });
        Evaluation evaluation = evaluate(new FakeReader(rows(4), Optional.empty()), broken, Optional.empty(), "");
        assertThat(evaluation.sqnrDb()).isEmpty();
        assertThat(codes(evaluation)).contains("non-finite-output");
    }

    @Test
    void aBrokenMetricCostsItsNumberAlone() throws Exception {
        var metrics = new ArrayList<Metric>(Evaluations.standardMetrics());
        metrics.add(new BrokenMetric());
        var context = new FakeContext(folder, new FakeEngine(models(IDENTITY)));
        Evaluation evaluation = Evaluations.evaluator(new FakeReader(rows(4), Optional.empty()), metrics)
                .evaluate(request(Optional.of(data()), Optional.empty(), ""), context);
        assertThat(evaluation.result().metrics()).containsOnlyKeys("agreement");
        assertThat(codes(evaluation)).contains("metric-failed");
    }

    @Test
    void aTaskWithoutAMetricIsSaidSo() throws Exception {
        Evaluation evaluation =
                evaluate(new FakeReader(rows(4), Optional.empty()), IDENTITY, Optional.empty(), "detection");
        assertThat(evaluation.task()).isEqualTo("detection");
        assertThat(evaluation.unmeasured()).anyMatch(s -> s.contains("'detection'"));
    }

    @Test
    void cancellingEndsItAndLeavesNothingBehind() throws IOException {
        var engine = new FakeEngine(models(IDENTITY));
        var context = new FakeContext(folder, engine).cancelAfter(20);
        var request = request(Optional.of(data()), Optional.empty(), "");
        assertThatThrownBy(() ->
                        evaluator(new FakeReader(rows(100), Optional.empty())).evaluate(request, context))
                .isInstanceOf(InterruptedException.class);
        assertThat(engine.openSessions()).isZero();
        try (var files = Files.list(folder)) {
            assertThat(files.filter(Files::isDirectory)).isEmpty();
        }
    }

    private Evaluation evaluate(FakeReader reader, FakeModel packed, Optional<LatencyComparison> latency, String task)
            throws LapidaryException, InterruptedException {
        return evaluator(reader)
                .evaluate(
                        request(Optional.of(data()), latency, task),
                        new FakeContext(folder, new FakeEngine(models(packed))));
    }

    private static io.lapidary.api.evaluation.Evaluator evaluator(FakeReader reader) {
        return Evaluations.evaluator(reader, Evaluations.standardMetrics());
    }

    private EvaluationRequest request(Optional<DataSource> data, Optional<LatencyComparison> latency, String task) {
        var backend = new FakeBackend(new VerifiedPackage(result, List.of()), placements, latency);
        var packed =
                new BackendPackage(List.of(new PackageFile("model.tflite", result.path())), "application/vnd.tflite");
        return new EvaluationRequest(original, backend, packed, new TargetProfile("fake", "one", Map.of()), data, task);
    }

    private Map<Path, FakeModel> models(FakeModel packed) {
        return Map.of(original.path(), IDENTITY, result.path(), packed);
    }

    private DataSource data() {
        return new DataSource("test.npz", folder.resolve("test.npz"), Map.of());
    }

    private ModelFile write(String name, Model model) throws Exception {
        Path file = folder.resolve(name);
        TfliteWriter.write(model, file);
        return ModelFile.of(file);
    }

    private static Model model(float weight) {
        var builder = new ModelBuilder("test");
        var input = builder.input("input0", TensorType.FLOAT32, -1, CLASSES);
        float[] weights = new float[CLASSES * CLASSES];
        java.util.Arrays.fill(weights, weight);
        var filter = builder.constant("filter", Shape.of(CLASSES, CLASSES), weights);
        var output = builder.tensor("output0", TensorType.FLOAT32, -1, CLASSES);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(input, filter)
                .outputs(output)
                .append();
        return builder.output(output).build();
    }

    private static LatencyComparison latency(double original, double result) {
        return new LatencyComparison(quantiles(original), quantiles(result), 2, "a test");
    }

    private static Quantiles quantiles(double p50) {
        return new Quantiles(p50, p50 * 1.1, p50 * 0.9, 20);
    }

    private static List<String> codes(Evaluation evaluation) {
        return evaluation.findings().stream().map(Finding::code).toList();
    }

    private static List<float[]> rows(int count) {
        var random = new Random(3);
        var rows = new ArrayList<float[]>();
        for (int i = 0; i < count; i++) {
            float[] row = new float[CLASSES];
            for (int k = 0; k < CLASSES; k++) {
                row[k] = (float) random.nextGaussian();
            }
            rows.add(row);
        }
        return rows;
    }

    private static int argmax(float[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }

    /** Puts the highest score elsewhere: the size is even, so no element keeps its place. */
    private static float[] reversed(float[] row) {
        float[] reversed = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            reversed[i] = row[row.length - 1 - i];
        }
        return reversed;
    }

    private static double energy(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += (double) value * value;
        }
        return sum;
    }
}
