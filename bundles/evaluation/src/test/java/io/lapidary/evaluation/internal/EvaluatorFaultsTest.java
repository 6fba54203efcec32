package io.lapidary.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.metric.Metric;
import io.lapidary.evaluation.Evaluations;
import io.lapidary.evaluation.internal.metric.BrokenMetric;

/** What is wrong with data, metrics, models or time is said, and costs no more than it must. */
class EvaluatorFaultsTest extends EvaluatorFixture {
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
    void aTaskWithoutAMetricIsRefusedBeforeAnythingIsDone() throws Exception {
        var evaluator = evaluator(new FakeReader(rows(4), Optional.empty()));
        evaluator.requireTask("");
        evaluator.requireTask("detection");
        assertThatThrownBy(() -> evaluator.requireTask("detektion"))
                .isInstanceOfSatisfying(LapidaryException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCodes.UNKNOWN_METRIC);
                    assertThat(e.remedy()).contains("Did you mean 'detection'?");
                });
    }

    @Test
    void aTaskWithoutAMetricIsSaidSo() throws Exception {
        Evaluation evaluation =
                evaluate(new FakeReader(rows(4), Optional.empty()), IDENTITY, Optional.empty(), "detektion");
        assertThat(evaluation.task()).isEqualTo("detektion");
        assertThat(evaluation.unmeasured()).anyMatch(s -> s.contains("'detektion'. Did you mean 'detection'?"));
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

    @Test
    void whatNothingHereRunsIsMeasuredByItsSizeAlone() throws Exception {
        placements = List.of(new OperatorPlacement(0, 0, "Igamma", "", "There is no kernel for it."));
        var request = request(Optional.of(data()), Optional.of(latency(10, 5)), "classification");
        var engine = new FakeEngine(Map.of()); // it would fail for any model that it is asked to run

        Evaluation evaluation =
                evaluator(new FakeReader(rows(4), Optional.empty())).evaluate(request, new FakeContext(folder, engine));

        assertThat(evaluation.unmeasured())
                .singleElement()
                .asString()
                .contains("Quality", "latency", "memory", "nothing here runs the operators Igamma");
        assertThat(evaluation.result().bytes()).isEqualTo(Files.size(result.path()));
        assertThat(evaluation.result().metrics()).isEmpty();
        assertThat(evaluation.result().latency()).isEmpty();
        assertThat(evaluation.sqnrDb()).isEmpty();
    }
}
