package io.lapidary.events.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineIdentity;
import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.ModelMeasurement;
import io.lapidary.api.evaluation.OperatorCount;
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
            Optional.of(new Quantiles(10, 12, 9, 50)),
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
