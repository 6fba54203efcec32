package io.lapidary.quantization.integer.range;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.calibration.Choosing;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.rule.Reals;

/**
 * The part of each range that can come about at all where an operator parts what it reads, or takes from constants, as from a table of
 * embeddings: none of its outputs holds what the input's range leaves out. Each of them shows less of the whole than the input does, and
 * may get more room for what samples did not show; with one scale for all, the largest room of many would be everybody's.
 */
final class PossibleRanges {
    private final Map<Tensor, ValueRange> ranges;
    private final Predicate<Tensor> given;
    private final Map<Tensor, ValueRange> narrowed = new LinkedHashMap<>();

    private PossibleRanges(Map<Tensor, ValueRange> ranges, Predicate<Tensor> given) {
        this.ranges = ranges;
        this.given = given;
    }

    /**
     * @param ranges of activations
     * @param given tells those whose ranges stay as they are
     * @return those that need not be as they are
     */
    static Map<Tensor, ValueRange> of(List<Subgraph> graphs, Map<Tensor, ValueRange> ranges, Predicate<Tensor> given) {
        var all = new PossibleRanges(ranges, given);
        for (Subgraph graph : graphs) {
            graph.operators().stream()
                    .filter(operator -> isChoice(operator) && (all.isOfParts(operator) || isOfConstants(operator)))
                    .forEach(all::narrow);
        }
        return all.narrowed;
    }

    private static boolean isChoice(Operator operator) {
        return Choosing.isBy(operator) || operator.type() == BuiltinOperator.EMBEDDING_LOOKUP;
    }

    /** Whether it parts something, or takes a part further. */
    private boolean isOfParts(Operator operator) {
        return operator.outputs().size() > 1 || operator.inputs().stream().anyMatch(narrowed::containsKey);
    }

    /** Whether all that is chosen among is known, however little of it samples showed. */
    private static boolean isOfConstants(Operator operator) {
        List<Tensor> real = operator.inputs().stream().filter(Reals::isReal).toList();
        return !real.isEmpty() && real.stream().allMatch(Tensor::isConstant);
    }

    private void narrow(Operator operator) {
        Optional<ValueRange> chosen = inputs(operator);
        for (Tensor output : operator.outputs()) {
            ValueRange seen = ranges.get(output);
            if (chosen.isPresent() && seen != null && !given.test(output)) {
                ValueRange possible = seen.clippedTo(chosen.get());
                if (!possible.equals(seen)) {
                    narrowed.put(output, possible);
                }
            }
        }
    }

    /** All that is chosen among, and the 0 of paddings and clips; empty where it is not known of an input. */
    private Optional<ValueRange> inputs(Operator operator) {
        ValueRange all = ValueRange.ZERO;
        for (Tensor input : operator.inputs()) {
            if (Reals.isReal(input)) {
                Optional<ValueRange> range = input.isConstant()
                        ? ValueRange.ofFinite(input.data().asFloatBuffer())
                        : Optional.ofNullable(narrowed.getOrDefault(input, ranges.get(input)));
                if (range.isEmpty()) {
                    return Optional.empty();
                }
                all = all.union(range.get());
            }
        }
        return Optional.of(all);
    }
}
