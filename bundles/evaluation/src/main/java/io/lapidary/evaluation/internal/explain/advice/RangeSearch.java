package io.lapidary.evaluation.internal.explain.advice;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.api.work.WorkContext;
import io.lapidary.evaluation.internal.explain.advice.OtherRanges.OtherRange;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.match.Rewrites;
import io.lapidary.evaluation.internal.explain.measure.ExplanationRows.Row;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Looks for activations whose range cuts them off, or is far wider than nearly all that is in them. */
final class RangeSearch {
    private static final double MOST_OUTSIDE = 0.01;
    /** A range is worth another where that gives the integers twice the steps. */
    private static final double WORTH = 2;
    /** Shares of the elements that a narrower range holds; more than the rest is never cut off. */
    private static final double[] SHARES = {1, 0.9999, 0.999};

    private static final int MOST_LOOKED_AT = 16;

    private final ExplainedModel models;
    private final Rewrites rewrites;

    RangeSearch(ExplainedModel models, Rewrites rewrites) {
        this.models = models;
        this.rewrites = rewrites;
    }

    /** Whether more of an operator's output than is well lies beyond its range. */
    static boolean isCut(OperatorExplanation row) {
        return row.outsideShare().orElse(0) > MOST_OUTSIDE;
    }

    /** All that was seen of an output that is cut off. */
    Optional<OtherRange> whole(Row row) {
        OperatorExplanation facts = row.explanation();
        if (!isCut(facts) || facts.seen().isEmpty() || facts.chosen().isEmpty()) {
            return Optional.empty();
        }
        ValueInterval seen = facts.seen().get();
        ValueInterval chosen = facts.chosen().get();
        var all = new ValueInterval(
                Math.min(0, Math.min(seen.min(), chosen.min())), Math.max(0, Math.max(seen.max(), chosen.max())));
        return group(row).map(group -> new OtherRange(group, all, "all that was seen"));
    }

    /** Activations that get at least twice the steps by a range of nearly all that is in them; the worst first. */
    List<OtherRange> narrower(List<Row> rows, SampleSet samples, WorkContext context)
            throws LapidaryException, InterruptedException {
        var groups = new ArrayList<ScaleGroup>();
        var taken = new HashSet<Tensor>();
        rows.stream()
                .filter(row -> row.explanation().chosen().isPresent() && !isCut(row.explanation()))
                .limit(MOST_LOOKED_AT)
                .flatMap(row -> group(row).stream())
                .filter(group -> group.first().type() == TensorType.INT8 && taken.addAll(group.tensors()))
                .forEach(groups::add);
        Set<Tensor> meant = new LinkedHashSet<>();
        groups.forEach(group -> group.tensors()
                .forEach(tensor -> models.match().original(tensor).ifPresent(meant::add)));
        Bulk bulk = Bulk.measure(models.originalFile().path(), models.original(), meant, samples, context);
        return groups.stream().flatMap(group -> narrower(group, bulk).stream()).toList();
    }

    private Optional<OtherRange> narrower(ScaleGroup group, Bulk bulk) {
        Optional<OtherRange> found = Optional.empty();
        double width = width(group.first());
        for (double share : SHARES) {
            Optional<ValueInterval> range = range(group, bulk, share);
            if (range.isPresent() && width(range.get()) > 0 && WORTH * width(range.get()) <= width) {
                width = width(range.get());
                found = Optional.of(new OtherRange(group, range.get(), words(share)));
            }
        }
        return found;
    }

    private static String words(double share) {
        return share == 1 ? "all that was seen" : String.format(Locale.ROOT, "%.4g %% of what was seen", 100 * share);
    }

    /** Of all in a group that is known: different activations meet in a CONCATENATION. */
    private Optional<ValueInterval> range(ScaleGroup group, Bulk bulk, double share) {
        return group.tensors().stream()
                .flatMap(tensor -> models.match().original(tensor).stream())
                .flatMap(tensor -> bulk.of(tensor, share).stream())
                .reduce((a, b) -> new ValueInterval(Math.min(a.min(), b.min()), Math.max(a.max(), b.max())));
    }

    private static double width(ValueInterval range) {
        return (double) range.max() - range.min();
    }

    /** Of 256 steps. */
    private static double width(Tensor tensor) {
        return 255.0 * tensor.quantization().orElseThrow().scale(0);
    }

    /** What shares the scale of what a row is about; none of channels that are scaled, whose ranges are others than what was seen. */
    private Optional<ScaleGroup> group(Row row) {
        Optional<Tensor> tensor = row.operator().isPresent()
                ? row.operator()
                        .filter(operator -> operator.outputs().size() == 1)
                        .map(Operator::output)
                : models.packaged().inputs().stream()
                        .filter(input -> input.name().equals(row.explanation().name()))
                        .findFirst();
        return tensor.flatMap(ScaleGroup::of)
                .filter(group -> group.tensors().stream()
                        .flatMap(other -> models.match().original(other).stream())
                        .noneMatch(rewrites::touch));
    }
}
