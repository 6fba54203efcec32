package io.lapidary.report.internal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.Explanation;
import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.api.report.ReportRequest;
import io.lapidary.api.report.ReportRequest.Variant;

/** A request whose package is explained operator by operator. */
final class ExplainedFixture {
    private ExplainedFixture() {}

    /** A package whose second layer cuts its activations off. */
    static ReportRequest request(String name) {
        var rows = List.of(
                row(name, 8.1, 8.1, 0.0734, 0, Optional.of(new ValueInterval(-1, 0.99f)), OptionalDouble.of(0.31)),
                row("dense;BiasAdd", 38, 8, 0.0001, 3, Optional.of(new ValueInterval(-4, 4)), OptionalDouble.empty()),
                row("pool", Double.POSITIVE_INFINITY, 7.9, 0, 0, Optional.empty(), OptionalDouble.empty()));
        var advice = List.of(
                new Advice(
                        Advice.FLOAT,
                        List.of(name),
                        "agreement",
                        0.81,
                        0.98,
                        3120,
                        OptionalDouble.of(1.31),
                        900,
                        "exclude=" + name,
                        "",
                        "Leave CONV_2D '" + name + "' in float32: agreement 0.8100 -> 0.9800, +3,120 bytes."),
                new Advice(
                        Advice.EQUALIZE,
                        List.of(name),
                        "sqnr",
                        21.5,
                        30,
                        0,
                        OptionalDouble.empty(),
                        900,
                        "",
                        "equalize:balance=weights",
                        "Put equalize:balance=weights before: SQNR of the outputs 21.5 -> 30.0 dB."));
        var explanation = new Explanation(
                rows, 40, advice, 3, 100, "test", 1.25, List.of("LSTM 'l' was not measured alone: it keeps a state."));
        var variant = Fixtures.dynamicRange();
        Evaluation plain = variant.evaluation();
        var evaluation = new Evaluation(
                plain.original(),
                plain.result(),
                plain.task(),
                plain.metrics(),
                plain.samples(),
                plain.sqnrDb(),
                plain.largestError(),
                plain.latencyThreads(),
                plain.latencyDevice(),
                plain.engine(),
                plain.operators(),
                plain.unmeasured(),
                plain.findings(),
                Optional.of(explanation),
                List.of());
        return Fixtures.request(
                "kws_float.tflite",
                List.of(new Variant(
                        "int8 for cpu:desktop",
                        Fixtures.target(),
                        variant.steps(),
                        variant.model(),
                        evaluation,
                        List.of(),
                        List.of())));
    }

    private static OperatorExplanation row(
            String name,
            double alone,
            double whole,
            double outside,
            int zero,
            Optional<ValueInterval> chosen,
            OptionalDouble latency) {
        return new OperatorExplanation(
                name,
                "CONV_2D",
                "int8 x int8",
                "xnnpack",
                OptionalDouble.of(whole),
                OptionalDouble.of(alone),
                Optional.of(new ValueInterval(-3.5f, 2)),
                chosen,
                chosen.isPresent() ? OptionalDouble.of(outside) : OptionalDouble.empty(),
                64,
                zero,
                OptionalDouble.of(41.5),
                4096,
                0.1,
                latency,
                false);
    }
}
