package io.lapidary.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.lapidary.api.backend.LatencyComparison;
import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.engine.LatencyResult.Ratio;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.work.Finding;
import io.lapidary.evaluation.internal.facts.PackageSizeTest;

class PackageEvaluatorTest extends EvaluatorFixture {
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
        assertThat(evaluation.primaryMetric())
                .hasValueSatisfying(metric -> assertThat(metric.id()).isEqualTo("top1"));
        assertThat(evaluation.samples()).isEqualTo(200);
        assertThat(evaluation.original().metrics().get("top1")).isEqualTo(0.75);
        assertThat(evaluation.original().metrics()).doesNotContainKey("agreement");
        assertThat(evaluation.result().metrics().get("agreement")).isEqualTo(0.9);
        // One sample in ten is wrong, and of those that are (index 1, 11, 21 ...) none had its label moved by a
        // multiple of 4
        // unless 4 divides the index, which it does not: they were all right before.
        assertThat(evaluation.result().metrics().get("top1")).isCloseTo(0.65, within(1e-12));
        assertThat(evaluation.result().metrics().get("top5")).isGreaterThan(0.65);
        assertThat(evaluation.accuracyDrop()).hasValueCloseTo(0.1, within(1e-12));
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
        double signal = rows.stream().mapToDouble(EvaluatorFixture::energy).sum();
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
                .anyMatch(s -> s.contains("no test data") && s.contains("agreement with the original"))
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
                            .contains("It is a test.")
                            .as("what is in float32 already")
                            .doesNotContain("keep their weights in float32");
                });
        assertThat(codes(evaluate(reader, IDENTITY, Optional.of(latency(100, 109)), "")))
                .doesNotContain("slower-than-original");
        var noisy = new Quantiles(143, 150, 90, 1000, Optional.of(new Ratio(1.15, 1.2, 1.25)));
        var compared = new LatencyComparison(latency(100, 0).original(), noisy, 1, "a test", true);
        assertThat(evaluate(reader, IDENTITY, Optional.of(compared), "").findings())
                .filteredOn(f -> f.code().equals("slower-than-original"))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("1.20 times"));
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
}
