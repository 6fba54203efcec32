package io.lapidary.events.mapping;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineIdentity;
import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.engine.LatencyResult.Ratio;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.ModelMeasurement;
import io.lapidary.api.evaluation.OperatorCount;
import io.lapidary.api.metric.MetricDescriptor;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.LatencyInfo;
import io.lapidary.events.LatencyRatioInfo;
import io.lapidary.events.MeasurementInfo;
import io.lapidary.events.MetricInfo;
import io.lapidary.events.OperatorInfo;

/** Evaluations. */
public final class EvaluationMapper {
    private EvaluationMapper() {}

    /**
     * Without attachments, which are files.
     *
     * @param target whose package was evaluated
     */
    public static EvaluationInfo toInfo(Evaluation evaluation, TargetProfile target) {
        return EvaluationInfo.newBuilder()
                .setTarget(RequestMapper.toTarget(target))
                .setOriginal(measurement(evaluation.original()))
                .setResult(measurement(evaluation.result()))
                .setTask(evaluation.task())
                .setPrimaryMetric(
                        evaluation.primaryMetric().map(MetricDescriptor::id).orElse(null))
                .setHigherIsBetter(evaluation
                        .primaryMetric()
                        .map(MetricDescriptor::higherIsBetter)
                        .orElse(true))
                .setMetrics(evaluation.metrics().stream()
                        .map(EvaluationMapper::metric)
                        .toList())
                .setSamples(evaluation.samples())
                .setSqnrDb(boxed(evaluation.sqnrDb()))
                .setLargestError(boxed(evaluation.largestError()))
                .setLatencyThreads(evaluation.latencyThreads())
                .setLatencyDevice(evaluation.latencyDevice())
                .setEngine(evaluation.engine().map(EvaluationMapper::text).orElse(""))
                .setOperators(evaluation.operators().stream()
                        .map(o -> new OperatorInfo(o.name(), o.types(), o.unit(), o.count(), o.reason()))
                        .toList())
                .setUnmeasured(evaluation.unmeasured())
                .setFindings(FindingMapper.toInfos(evaluation.findings()))
                .setExplanation(
                        evaluation.explanation().map(ExplanationMapper::toInfo).orElse(null))
                .build();
    }

    public static Evaluation fromInfo(EvaluationInfo info) throws LapidaryException {
        return Foreign.read(
                "an evaluation",
                () -> new Evaluation(
                        measurement(info.getOriginal()),
                        measurement(info.getResult()),
                        info.getTask(),
                        metrics(info),
                        info.getSamples(),
                        unboxed(info.getSqnrDb()),
                        unboxed(info.getLargestError()),
                        info.getLatencyThreads(),
                        info.getLatencyDevice(),
                        engine(info.getEngine()),
                        info.getOperators().stream()
                                .map(o -> new OperatorCount(
                                        o.getName(), o.getTypes(), o.getUnit(), o.getCount(), o.getReason()))
                                .toList(),
                        info.getUnmeasured(),
                        FindingMapper.fromInfos(info.getFindings()),
                        Optional.ofNullable(info.getExplanation()).map(ExplanationMapper::fromInfo),
                        List.of()));
    }

    private static MetricInfo metric(MetricDescriptor metric) {
        return MetricInfo.newBuilder()
                .setId(metric.id())
                .setTasks(metric.tasks().stream().sorted().toList())
                .setPrimary(metric.primary())
                .setHigherIsBetter(metric.higherIsBetter())
                .setNeedsTargets(metric.needsTargets())
                .setNeedsReference(metric.needsReference())
                .setUnit(metric.unit())
                .setDescription(metric.description())
                .build();
    }

    private static List<MetricDescriptor> metrics(EvaluationInfo info) {
        return info.getMetrics().stream()
                .map(m -> new MetricDescriptor(
                        m.getId(),
                        Set.copyOf(m.getTasks()),
                        m.getPrimary(),
                        m.getHigherIsBetter(),
                        m.getNeedsTargets(),
                        m.getNeedsReference(),
                        m.getUnit(),
                        m.getDescription()))
                .toList();
    }

    /** As in {@code litert 2.21.0 x86_64+avx2+fma}. */
    public static String text(EngineIdentity engine) {
        return engine.id() + " " + engine.version() + " " + engine.cpuClass();
    }

    /** Reads what {@link #text(EngineIdentity)} wrote; empty for the empty text, parts that are not there are empty. */
    public static Optional<EngineIdentity> engine(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = text.split(" ", 3);
        return Optional.of(
                new EngineIdentity(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : ""));
    }

    private static MeasurementInfo measurement(ModelMeasurement measured) {
        return MeasurementInfo.newBuilder()
                .setBytes(measured.bytes())
                .setZippedBytes(measured.zippedBytes())
                .setMetrics(measured.metrics())
                .setLatency(measured.latency().map(EvaluationMapper::latency).orElse(null))
                .setPeakMemoryBytes(
                        measured.peakMemoryBytes().isPresent()
                                ? (Long) measured.peakMemoryBytes().getAsLong()
                                : null)
                .setParameters(measured.parameters())
                .setSparsity(measured.sparsity())
                .setWeightTypes(measured.weightTypes())
                .build();
    }

    private static ModelMeasurement measurement(MeasurementInfo info) {
        return new ModelMeasurement(
                info.getBytes(),
                info.getZippedBytes(),
                info.getMetrics(),
                Optional.ofNullable(info.getLatency()).map(EvaluationMapper::latency),
                info.getPeakMemoryBytes() == null ? OptionalLong.empty() : OptionalLong.of(info.getPeakMemoryBytes()),
                info.getParameters(),
                info.getSparsity(),
                info.getWeightTypes());
    }

    private static LatencyInfo latency(Quantiles latency) {
        return new LatencyInfo(
                latency.p50(),
                latency.p90(),
                latency.min(),
                latency.runs(),
                latency.ratio()
                        .map(r -> new LatencyRatioInfo(r.low(), r.middle(), r.high()))
                        .orElse(null));
    }

    public static Quantiles latency(LatencyInfo info) {
        return new Quantiles(
                info.getP50(),
                info.getP90(),
                info.getMin(),
                info.getRuns(),
                Optional.ofNullable(info.getRatio()).map(r -> new Ratio(r.getLow(), r.getMiddle(), r.getHigh())));
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static OptionalDouble unboxed(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
