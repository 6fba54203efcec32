package io.lapidary.worker.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.ModelMeasurement;
import io.lapidary.api.metric.MetricDescriptor;
import io.lapidary.api.pipeline.Constraints;
import io.lapidary.api.pipeline.Constraints.Objective;
import io.lapidary.api.work.Finding;

class ConstraintCheckTest {
    private static final OptionalDouble NO_NUMBER = OptionalDouble.empty();
    private static final OptionalLong NO_BYTES = OptionalLong.empty();
    private static final MetricDescriptor MORE_IS_BETTER =
            new MetricDescriptor("top1", Set.of(), true, true, true, false, "", "Right ones.");
    private static final MetricDescriptor LESS_IS_BETTER =
            new MetricDescriptor("mae", Set.of(), true, false, true, false, "", "Errors.");

    @Test
    void whatIsAtItsLimitHolds() {
        assertThat(violated(drop(0.02), 0.91, 0.89, MORE_IS_BETTER)).isEmpty();
        assertThat(violated(drop(0.019), 0.91, 0.89, MORE_IS_BETTER)).containsExactly("max_accuracy_drop");
        assertThat(violated(bytes(1000), 1, 1, MORE_IS_BETTER)).isEmpty();
        assertThat(violated(bytes(999), 1, 1, MORE_IS_BETTER)).containsExactly("max_bytes");
        assertThat(violated(latency(50), 1, 1, MORE_IS_BETTER)).isEmpty();
        assertThat(violated(latency(49.9), 1, 1, MORE_IS_BETTER)).containsExactly("max_latency_us");
    }

    @Test
    void aRiseIsWorseWhereLessIsBetter() {
        assertThat(violated(drop(0.1), 1, 1.2, LESS_IS_BETTER)).containsExactly("max_accuracy_drop");
        assertThat(violated(drop(0.1), 1.2, 1, LESS_IS_BETTER)).isEmpty();
        assertThat(violated(drop(0), 0.9, 0.95, MORE_IS_BETTER)).isEmpty();
    }

    @Test
    void everyOneThatDoesNotHoldIsSaidWithBothNumbers() {
        var all = new Constraints(
                OptionalDouble.of(0.01), OptionalLong.of(10), OptionalDouble.of(1), Optional.of(Objective.SIZE));
        assertThat(ConstraintCheck.violations(all, evaluation(0.9, 0.5, MORE_IS_BETTER, true)))
                .extracting(Finding::subject)
                .containsExactly("max_bytes", "max_latency_us", "max_accuracy_drop");
        assertThat(ConstraintCheck.violations(drop(0.01), evaluation(0.9, 0.5, MORE_IS_BETTER, true)))
                .singleElement()
                .extracting(Finding::message, InstanceOfAssertFactories.STRING)
                .contains("at most 0.0100", "a drop of 0.4000 in top1");
    }

    @Test
    void whatWasNotMeasuredDoesNotHold() {
        Evaluation unmeasured = evaluation(Double.NaN, Double.NaN, MORE_IS_BETTER, false);
        assertThat(ConstraintCheck.violations(drop(0.5), unmeasured))
                .singleElement()
                .extracting(Finding::message, InstanceOfAssertFactories.STRING)
                .contains("max_accuracy_drop of at most 0.5000", "was not measured");
        assertThat(ConstraintCheck.violations(latency(1e9), unmeasured)).hasSize(1);
        assertThat(ConstraintCheck.violations(bytes(1000), unmeasured)).isEmpty();
    }

    @Test
    void whatCouldNotBeVerifiedIsRefusedBeforehand() {
        requireRefused(drop(0.1), true, false, ErrorCodes.MISSING_DATA);
        requireRefused(bytes(5), false, true, ErrorCodes.INVALID_REQUEST);
        var objective = new Constraints(NO_NUMBER, NO_BYTES, NO_NUMBER, Optional.of(Objective.LATENCY));
        assertThatCode(() -> ConstraintCheck.requireMeasurable(objective, false, false))
                .doesNotThrowAnyException();
        assertThatCode(() -> ConstraintCheck.requireMeasurable(bytes(5), true, false))
                .doesNotThrowAnyException();
    }

    private static void requireRefused(Constraints constraints, boolean evaluate, boolean testData, ErrorCode code) {
        assertThatThrownBy(() -> ConstraintCheck.requireMeasurable(constraints, evaluate, testData))
                .isInstanceOfSatisfying(
                        LapidaryException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static List<String> violated(
            Constraints constraints, double before, double after, MetricDescriptor metric) {
        return ConstraintCheck.violations(constraints, evaluation(before, after, metric, true)).stream()
                .map(Finding::subject)
                .toList();
    }

    private static Constraints drop(double most) {
        return new Constraints(OptionalDouble.of(most), NO_BYTES, NO_NUMBER, Optional.empty());
    }

    private static Constraints bytes(long most) {
        return new Constraints(NO_NUMBER, OptionalLong.of(most), NO_NUMBER, Optional.empty());
    }

    private static Constraints latency(double most) {
        return new Constraints(NO_NUMBER, NO_BYTES, OptionalDouble.of(most), Optional.empty());
    }

    /** Of a package of 1,000 bytes and 50 microseconds. */
    private static Evaluation evaluation(double before, double after, MetricDescriptor metric, boolean measured) {
        return new Evaluation(
                measurement(2000, metric, before, measured),
                measurement(1000, metric, after, measured),
                "",
                measured ? List.of(metric) : List.of(),
                10,
                NO_NUMBER,
                NO_NUMBER,
                1,
                "",
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of());
    }

    private static ModelMeasurement measurement(long bytes, MetricDescriptor metric, double value, boolean measured) {
        return new ModelMeasurement(
                bytes,
                bytes,
                measured ? Map.of(metric.id(), value) : Map.of(),
                measured ? Optional.of(new Quantiles(50, 60, 40, 10)) : Optional.empty(),
                NO_BYTES,
                1,
                0,
                Map.of());
    }
}
