package io.lapidary.events.mapping;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.Explanation;
import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.events.AdviceInfo;
import io.lapidary.events.ExplanationInfo;
import io.lapidary.events.OperatorExplanationInfo;

/** Explanations. A message carries the worst operators only: all of them are in an attachment. */
final class ExplanationMapper {
    private static final int MOST_OPERATORS = 24;
    private static final int MOST_SENTENCES = 8;

    private ExplanationMapper() {}

    static ExplanationInfo toInfo(Explanation explanation) {
        return ExplanationInfo.newBuilder()
                .setOperators(explanation.operators().stream()
                        .limit(MOST_OPERATORS)
                        .map(ExplanationMapper::row)
                        .toList())
                .setOperatorCount(explanation.operatorCount())
                .setAdvice(explanation.advice().stream()
                        .map(ExplanationMapper::advice)
                        .toList())
                .setTrials(explanation.trials())
                .setSamples(explanation.samples())
                .setSource(explanation.source())
                .setSeconds(explanation.seconds())
                .setLeftOut(explanation.leftOut().stream().limit(MOST_SENTENCES).toList())
                .build();
    }

    static Explanation fromInfo(ExplanationInfo info) {
        return new Explanation(
                info.getOperators().stream().map(ExplanationMapper::row).toList(),
                info.getOperatorCount(),
                info.getAdvice().stream().map(ExplanationMapper::advice).toList(),
                info.getTrials(),
                info.getSamples(),
                info.getSource(),
                info.getSeconds(),
                info.getLeftOut());
    }

    private static AdviceInfo advice(Advice advice) {
        return AdviceInfo.newBuilder()
                .setOperators(List.copyOf(advice.operators()))
                .setMeasure(advice.measure())
                .setBefore(advice.before())
                .setAfter(advice.after())
                .setAddedBytes(advice.addedBytes())
                .setSamples(advice.samples())
                .setText(advice.text())
                .setKind(advice.kind())
                .setLatencyRatio(boxed(advice.latencyRatio()))
                .setParameter(advice.parameter())
                .setStep(advice.step())
                .build();
    }

    private static Advice advice(AdviceInfo info) {
        return new Advice(
                info.getKind(),
                info.getOperators(),
                info.getMeasure(),
                info.getBefore(),
                info.getAfter(),
                info.getAddedBytes(),
                unboxed(info.getLatencyRatio()),
                info.getSamples(),
                info.getParameter(),
                info.getStep(),
                info.getText());
    }

    private static OperatorExplanationInfo row(OperatorExplanation row) {
        return OperatorExplanationInfo.newBuilder()
                .setName(row.name())
                .setOperator(row.operator())
                .setTypes(row.types())
                .setUnit(row.unit())
                .setSqnrDb(boxed(row.sqnrDb()))
                .setAloneSqnrDb(boxed(row.aloneSqnrDb()))
                .setSeenMin(row.seen().map(ValueInterval::min).orElse(null))
                .setSeenMax(row.seen().map(ValueInterval::max).orElse(null))
                .setChosenMin(row.chosen().map(ValueInterval::min).orElse(null))
                .setChosenMax(row.chosen().map(ValueInterval::max).orElse(null))
                .setOutsideShare(boxed(row.outsideShare()))
                .setWeightChannels(row.weightChannels())
                .setZeroChannels(row.zeroChannels())
                .setWeightSqnrDb(boxed(row.weightSqnrDb()))
                .setBytes(row.bytes())
                .setSizeShare(row.sizeShare())
                .setLatencyShare(boxed(row.latencyShare()))
                .setRescaled(row.rescaled())
                .build();
    }

    private static OperatorExplanation row(OperatorExplanationInfo info) {
        return new OperatorExplanation(
                info.getName(),
                info.getOperator(),
                info.getTypes(),
                info.getUnit(),
                unboxed(info.getSqnrDb()),
                unboxed(info.getAloneSqnrDb()),
                interval(info.getSeenMin(), info.getSeenMax()),
                interval(info.getChosenMin(), info.getChosenMax()),
                unboxed(info.getOutsideShare()),
                info.getWeightChannels(),
                info.getZeroChannels(),
                unboxed(info.getWeightSqnrDb()),
                info.getBytes(),
                info.getSizeShare(),
                unboxed(info.getLatencyShare()),
                info.getRescaled());
    }

    private static Optional<ValueInterval> interval(Float min, Float max) {
        return min == null || max == null ? Optional.empty() : Optional.of(new ValueInterval(min, max));
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static OptionalDouble unboxed(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
