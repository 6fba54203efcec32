package io.lapidary.events.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineIdentity;
import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.engine.LatencyResult.Ratio;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.Explanation;
import io.lapidary.api.evaluation.ModelMeasurement;
import io.lapidary.api.evaluation.OperatorCount;
import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.api.metric.MetricDescriptor;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.work.Finding;
import io.lapidary.events.EvaluationInfo;

class EvaluationMapperTest {
    private static final TargetProfile CPU = new TargetProfile("cpu", "default", Map.of());

    private static final ModelMeasurement MEASURED = new ModelMeasurement(
            100,
            90,
            Map.of("top1", 0.97),
            Optional.of(new Quantiles(10, 12, 9, 50, Optional.of(new Ratio(0.8, 0.9, 1.1)))),
            OptionalLong.of(1 << 20),
            25,
            0.5,
            Map.of("float32", 100L));

    private static final ModelMeasurement BARE =
            new ModelMeasurement(50, 40, Map.of(), Optional.empty(), OptionalLong.empty(), 25, 0, Map.of());

    private static final MetricDescriptor TOP1 =
            new MetricDescriptor("top1", Set.of("classification"), true, false, true, false, "dB", "A metric.");

    @Test
    void aFullEvaluation() throws LapidaryException {
        var full = new Evaluation(
                MEASURED,
                MEASURED,
                "classification",
                List.of(TOP1),
                900,
                OptionalDouble.of(Double.POSITIVE_INFINITY),
                OptionalDouble.of(0.01),
                2,
                "this machine",
                Optional.of(new EngineIdentity("litert", "2.21.0", "x86_64+avx2+fma")),
                List.of(new OperatorCount("CONV_2D", "float32 x int8", "xnnpack", 3, "")),
                List.of("Energy was not measured."),
                List.of(Finding.note("n", "", "A note.")));
        EvaluationInfo info = EvaluationMapper.toInfo(full, CPU);
        assertThat(info.getEngine()).isEqualTo("litert 2.21.0 x86_64+avx2+fma");
        assertThat(info.getPrimaryMetric()).isEqualTo("top1");
        assertThat(info.getHigherIsBetter()).isFalse();
        assertThat(RequestMapper.fromTarget(info.getTarget())).isEqualTo(CPU);
        assertThat(EvaluationMapper.fromInfo(info)).isEqualTo(full);
    }

    @Test
    void anExplanationOfTheWorst() throws LapidaryException {
        Evaluation explained = explained(3);
        assertThat(EvaluationMapper.fromInfo(EvaluationMapper.toInfo(explained, CPU)))
                .isEqualTo(explained);
    }

    @Test
    void aLargeModelsExplanationFitsIntoAMessageOfSeveralEvaluations() throws Exception {
        EvaluationInfo info = EvaluationMapper.toInfo(explained(2000), CPU);
        assertThat(info.getExplanation().getOperatorCount()).isEqualTo(2000);
        assertThat(info.getExplanation().getOperators()).hasSizeBetween(10, 50);
        assertThat(info.getExplanation().getOperators().get(0).getName()).startsWith("operator 0 ");
        assertThat(EvaluationInfo.getEncoder().encode(info).remaining()).isLessThan(32 * 1024);
    }

    /** Names as long as converters make them. */
    private static Evaluation explained(int operators) {
        var rows = IntStream.range(0, operators)
                .mapToObj(i -> new OperatorExplanation(
                        "operator " + i + " " + "functional_1/name;".repeat(operators > 10 ? 30 : 1),
                        "CONV_2D",
                        "int8 x int8",
                        "xnnpack",
                        OptionalDouble.of(12.5),
                        i == 1 ? OptionalDouble.empty() : OptionalDouble.of(Double.POSITIVE_INFINITY),
                        Optional.of(new ValueInterval(-1, 2)),
                        i == 1 ? Optional.empty() : Optional.of(new ValueInterval(0, 1)),
                        OptionalDouble.of(0.02),
                        64,
                        1,
                        OptionalDouble.of(40),
                        4096,
                        0.1,
                        OptionalDouble.empty(),
                        i == 2))
                .toList();
        var advice = new Advice(
                Advice.FLOAT,
                List.of("operator 0"),
                "agreement",
                0.81,
                0.98,
                3000,
                OptionalDouble.of(1.25),
                900,
                "exclude=operator 0",
                "",
                "Leave it in float32.");
        return new Evaluation(
                BARE,
                BARE,
                "",
                List.of(),
                0,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                0,
                "",
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(new Explanation(
                        rows, operators, List.of(advice), 3, 100, "test", 1.5, List.of("LSTM was left out."))),
                List.of());
    }

    @Test
    void anEvaluationOfLittle() throws LapidaryException {
        var little = new Evaluation(
                BARE,
                BARE,
                "",
                List.of(),
                0,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                0,
                "",
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());
        assertThat(EvaluationMapper.fromInfo(EvaluationMapper.toInfo(little, CPU)))
                .isEqualTo(little);
    }

    @Test
    void anEngineOfAnotherFormIsKept() {
        assertThat(EvaluationMapper.engine("other")).contains(new EngineIdentity("other", "", ""));
    }
}
