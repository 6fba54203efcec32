package io.lapidary.quantization.integer.range;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.rule.Reals;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/**
 * What earlier steps decided about activations.
 *
 * @param ranges go before measured ones
 * @param parameters go before ranges
 */
public record DecidedRanges(Map<Tensor, ValueRange> ranges, Map<Tensor, Affine> parameters) {
    public static DecidedRanges of(Annotations annotations, List<Subgraph> graphs, IntegerScheme scheme) {
        var decided = new DecidedRanges(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Subgraph graph : graphs) {
            for (Tensor tensor : graph.tensors()) {
                var known = annotations.of(tensor);
                if (Reals.isReal(tensor) && !tensor.isConstant()) {
                    known.find(Annotation.Scale.class)
                            .filter(scale -> scale.scale().length == 1)
                            .flatMap(scale -> Affine.known(scale.scale()[0], scale.zeroPoint()[0], scheme))
                            .ifPresent(parameters -> decided.add(tensor, parameters, scheme));
                    known.find(Annotation.Range.class)
                            .flatMap(DecidedRanges::range)
                            .ifPresent(range -> decided.ranges.put(tensor, range));
                }
            }
        }
        return decided;
    }

    private void add(Tensor tensor, Affine affine, IntegerScheme scheme) {
        parameters.put(tensor, affine);
        ranges.put(tensor, new ValueRange((float) affine.least(scheme), (float) affine.most(scheme)));
    }

    private static Optional<ValueRange> range(Annotation.Range found) {
        return found.min().length == 1 && ValueRange.isValid(found.min()[0], found.max()[0])
                ? Optional.of(new ValueRange(found.min()[0], found.max()[0]))
                : Optional.empty();
    }

    /** The measured ranges, with those that were decided in their place. */
    public Map<Tensor, ValueRange> over(Map<Tensor, ValueRange> measured) {
        var all = new LinkedHashMap<>(measured);
        all.putAll(ranges);
        return all;
    }
}
