package io.lapidary.technique.weightonly.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import io.lapidary.api.work.Finding;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.FloatWeight;
import io.lapidary.quantization.UnfitRoundings;
import io.lapidary.quantization.WeightAxis;
import io.lapidary.quantization.WeightDecision;
import io.lapidary.quantization.WeightFormat;
import io.lapidary.quantization.WeightSelection;

/** Decides how each weight of a model is stored, by what its readers' kernels take. */
final class StoragePlan {
    private final WeightFormat format;
    private final int blockSize;
    private final Annotations annotations;
    private final UnfitRoundings unfit = new UnfitRoundings();
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param blockSize 0 for a scale per channel
     * @param annotations what earlier steps decided
     */
    StoragePlan(WeightFormat format, int blockSize, Annotations annotations) {
        this.format = format;
        this.blockSize = blockSize;
        this.annotations = annotations;
    }

    List<StorageChoice> choose(Model model, WeightSelection selection, long minElements) {
        return FloatWeight.of(model).stream()
                .filter(weight -> weight.elements() >= Math.max(1, minElements)
                        && weight.uses().stream().allMatch(WeightAxis::isWeight)
                        && selection.covers(weight))
                .map(this::choose)
                .peek(choice -> unfit.check(
                        choice.weight().tensor(),
                        choice.decision(),
                        choice.axis().orElse(-1),
                        choice.format()))
                .toList();
    }

    private StorageChoice choose(FloatWeight weight) {
        WeightDecision decision = WeightDecision.of(annotations, weight.tensor());
        if (blockSize > 0 && takesBlocks(weight)) {
            return new StorageChoice(weight, format, OptionalInt.of(0), blockSize, decision, true);
        }
        if (!isLookup(weight)) {
            return StorageChoice.inRows(weight, format, axis(weight), decision);
        }
        Shape shape = weight.tensor().shape();
        boolean odd = shape.elements() / shape.dim(0) % 2 != 0;
        if (odd && format == WeightFormat.INT4) {
            // The kernel finds a row by half its number times the row's length, rounded down.
            findings.add(Finding.note(
                    "stored-as-int8",
                    weight.tensor().name(),
                    "'" + weight.tensor().name()
                            + "' is stored as int8: EMBEDDING_LOOKUP reads int4 rows of an odd length wrongly."));
            return StorageChoice.inRows(weight, WeightFormat.INT8, OptionalInt.of(0), decision);
        }
        return StorageChoice.inRows(weight, format, OptionalInt.of(0), decision);
    }

    private boolean takesBlocks(FloatWeight weight) {
        Shape shape = weight.tensor().shape();
        boolean taken = shape.rank() == 2 && (isLookup(weight) || isConnected(weight));
        if (taken && shape.dim(1) % blockSize != 0) {
            findings.add(Finding.note(
                    "not-in-blocks",
                    weight.tensor().name(),
                    "'" + weight.tensor().name() + "' gets one scale per row: its rows of " + shape.dim(1)
                            + " are no multiple of " + blockSize + "."));
            return false;
        }
        return taken;
    }

    /** Whether only EMBEDDING_LOOKUP reads it, which makes the rows that it needs float itself. */
    static boolean isLookup(FloatWeight weight) {
        return weight.uses().stream().allMatch(use -> use.operator().type() == BuiltinOperator.EMBEDDING_LOOKUP);
    }

    private static boolean isConnected(FloatWeight weight) {
        return weight.uses().stream().allMatch(use -> isPlainConnected(use.operator()));
    }

    private static boolean isPlainConnected(Operator operator) {
        return operator.type() == BuiltinOperator.FULLY_CONNECTED
                && operator.options().enumValue("weights_format").equals("DEFAULT");
    }

    /** The readers' common axis; none where they differ. */
    private static OptionalInt axis(FloatWeight weight) {
        var axes = weight.uses().stream().map(WeightAxis::of).distinct().toList();
        return axes.size() == 1 ? axes.get(0) : OptionalInt.empty();
    }

    List<Finding> findings() {
        var all = new ArrayList<>(findings);
        all.addAll(unfit.findings());
        return all;
    }
}
