package io.lapidary.evaluation.internal.explain.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.engine.DeviationResult.Deviation;
import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.evaluation.internal.explain.match.Conversions;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.match.Rewrites;
import io.lapidary.evaluation.internal.facts.OperatorTypes;
import io.lapidary.model.Buffer;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.calibration.Choosing;

/** Puts together what was measured of each operator. */
public final class ExplanationRows {
    private static final double HALF = 0.5;

    private final ExplainedModel models;
    private final Map<Tensor, Deviation> whole;
    private final Map<Operator, Deviation> alone;
    private final Map<Operator, Double> latency;
    private final Map<Integer, String> units = new HashMap<>();
    private final Rewrites rewrites;
    private final Set<Buffer> counted = new HashSet<>();
    private final long fileBytes;
    private final long samples;

    public ExplanationRows(
            ExplainedModel models,
            Deviations.Whole whole,
            Rewrites rewrites,
            Map<Operator, Deviation> alone,
            Map<Operator, Double> latency,
            List<OperatorPlacement> placements)
            throws IOException {
        this.models = models;
        this.whole = whole.tensors();
        this.samples = whole.samples();
        this.alone = alone;
        this.latency = latency;
        this.rewrites = rewrites;
        this.fileBytes = Files.size(models.packagedFile().path());
        placements.stream()
                .filter(placement -> placement.subgraph() == models.packaged().index())
                .forEach(placement -> units.put(placement.operator(), placement.unit()));
    }

    /** Operators to their rows, and inputs to theirs under no operator; the worst first. */
    public List<Row> worstFirst() {
        var rows = new ArrayList<Row>();
        for (Tensor input : models.packaged().inputs()) {
            if (Conversions.isInteger(input)) {
                rows.add(new Row(Optional.empty(), input(input), false));
            }
        }
        for (Operator operator : models.operators()) {
            rows.add(new Row(Optional.of(operator), row(operator), isCoarse(operator)));
        }
        rows.sort(Comparator.comparingDouble(Row::badness).thenComparingDouble(Row::whole));
        return rows;
    }

    /**
     * @param operator of the packaged graph; empty for an input
     * @param explanation what is known of it
     * @param coarse whether most of its own noise comes of the steps of its output
     */
    public record Row(Optional<Operator> operator, OperatorExplanation explanation, boolean coarse) {
        /** Its own share of the trouble where that could be told, else what it has at its output; none of a float operator's. */
        public double badness() {
            boolean adds = operator.isEmpty() || Conversions.isQuantized(operator.get());
            return adds ? explanation.aloneSqnrDb().orElse(whole()) : Double.POSITIVE_INFINITY;
        }

        private double whole() {
            return explanation.sqnrDb().orElse(Double.POSITIVE_INFINITY);
        }
    }

    /** The noise of a step is its square over 12 for each element. */
    private boolean isCoarse(Operator operator) {
        Optional<Double> step = operator.output(0)
                .filter(Conversions::isInteger)
                .flatMap(Tensor::quantization)
                .filter(quantization -> quantization.count() == 1)
                .map(quantization -> (double) quantization.scale(0));
        Deviation found = alone.get(operator);
        if (step.isEmpty() || found == null) {
            return false;
        }
        double elements = (double) samples * operator.output().shape().elements();
        return elements * step.get() * step.get() / 12 >= HALF * found.errorEnergy();
    }

    private OperatorExplanation input(Tensor input) {
        Optional<Deviation> found = Optional.ofNullable(whole.get(input));
        OptionalDouble sqnr = sqnr(found);
        return new OperatorExplanation(
                input.name(),
                OperatorExplanation.INPUT,
                OperatorTypes.word(input.type()),
                "",
                sqnr,
                sqnr,
                seen(found),
                chosen(found),
                outside(found, Optional.of(input)),
                0,
                0,
                OptionalDouble.empty(),
                0,
                0,
                OptionalDouble.empty(),
                false);
    }

    private OperatorExplanation row(Operator operator) {
        Optional<Deviation> found = operator.output(0).map(whole::get);
        WeightFacts weights = models.outputs(operator)
                .filter(outputs -> Conversions.isQuantized(operator))
                .flatMap(outputs -> models.maker(operator))
                .map(before -> WeightFacts.of(before, operator, rewrites.factors()))
                .orElse(WeightFacts.NONE);
        long bytes = bytes(operator);
        Double share = latency.get(operator);
        return new OperatorExplanation(
                ExplainedModel.name(operator),
                operator.typeName(),
                OperatorTypes.of(operator),
                units.getOrDefault(operator.index(), ""),
                sqnr(found),
                sqnr(Optional.ofNullable(alone.get(operator))),
                seen(found),
                chosen(found),
                outside(found, operator.output(0)),
                weights.channels(),
                weights.zeroChannels(),
                weights.sqnrDb(),
                bytes,
                fileBytes == 0 ? 0 : (double) bytes / fileBytes,
                share == null ? OptionalDouble.empty() : OptionalDouble.of(share),
                models.outputs(operator)
                        .filter(outputs -> outputs.stream().anyMatch(rewrites::touch))
                        .isPresent());
    }

    private long bytes(Operator operator) {
        return operator.inputs().stream()
                .flatMap(input -> Conversions.constant(input).stream())
                .filter(constant -> counted.add(constant.buffer()))
                .mapToLong(constant -> constant.buffer().content().size())
                .sum();
    }

    private static OptionalDouble sqnr(Optional<Deviation> found) {
        return found.map(deviation -> WeightFacts.decibels(deviation.signalEnergy(), deviation.errorEnergy()))
                .orElse(OptionalDouble.empty());
    }

    private static Optional<ValueInterval> seen(Optional<Deviation> found) {
        return found.filter(deviation -> !Double.isNaN(deviation.signalEnergy()))
                .map(deviation -> new ValueInterval(deviation.min(), deviation.max()));
    }

    private static Optional<ValueInterval> chosen(Optional<Deviation> found) {
        return found.filter(deviation -> Float.isFinite(deviation.lowest()) && Float.isFinite(deviation.highest()))
                .map(deviation -> new ValueInterval(deviation.lowest(), deviation.highest()));
    }

    /** Not told where nothing may be lost by it. */
    private static OptionalDouble outside(Optional<Deviation> found, Optional<Tensor> tensor) {
        boolean told = chosen(found).isPresent()
                && tensor.filter(Choosing::isAllThatReads).isEmpty();
        return told ? OptionalDouble.of(found.orElseThrow().outsideShare()) : OptionalDouble.empty();
    }
}
