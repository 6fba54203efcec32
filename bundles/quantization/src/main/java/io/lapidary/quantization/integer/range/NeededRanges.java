package io.lapidary.quantization.integer.range;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.calibration.CalibrationSettings;
import io.lapidary.quantization.calibration.Choosing;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.preparation.Groundwork;
import io.lapidary.quantization.integer.rule.Reals;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/**
 * The part of each range that makes a difference to what reads it. Where all readers of a tensor choose elements, by place or by
 * size, clipping before the choice and behind it is the same: {@code max(clip(a), clip(b)) = clip(max(a, b))}. What the range
 * of their output leaves out is lost there anyway, and need not take steps before.
 */
final class NeededRanges {
    /** A bit less than kernels' accumulators have. */
    private static final double MOST_STEPS = 0x1p30;

    private final Map<Tensor, ValueRange> ranges;
    private final IntegerScheme scheme;
    private final Predicate<Tensor> given;
    private final MaskedScores masked;
    private final Map<Tensor, ValueRange> needed = new LinkedHashMap<>();
    /** What something reads that needs all of it. */
    private final Set<Tensor> whole = new HashSet<>();

    private NeededRanges(
            Map<Tensor, ValueRange> ranges, Map<Tensor, Float> maxima, IntegerScheme scheme, Predicate<Tensor> given) {
        this.ranges = ranges;
        this.scheme = scheme;
        this.masked = new MaskedScores(ranges, maxima, scheme);
        this.given = given;
    }

    /**
     * Narrows ranges to what can come about of them and is looked at. What earlier steps decided and what the request says of single
     * tensors stays.
     *
     * @param ranges of activations; of constants that may be clipped they are added
     * @param maxima the least of rows' largest numbers that a SOFTMAX reads, where they were measured
     */
    static void narrow(
            Groundwork ground,
            IntegerScheme scheme,
            Map<Tensor, ValueRange> ranges,
            Map<Tensor, Float> maxima,
            CalibrationSettings settings) {
        List<Subgraph> graphs = ground.graphs().all();
        var decided = DecidedRanges.of(ground.annotations(), graphs, scheme);
        Predicate<Tensor> given = tensor ->
                decided.ranges().containsKey(tensor) || settings.overrides().gives(tensor);
        ranges.putAll(PossibleRanges.of(graphs, decided.over(ranges), given));
        ranges.putAll(of(graphs, decided.over(ranges), maxima, scheme, given));
    }

    /**
     * @param ranges of activations
     * @param given tells those whose ranges stay as they are
     * @return those, of activations and constants, that need not be as they are
     */
    static Map<Tensor, ValueRange> of(
            List<Subgraph> graphs,
            Map<Tensor, ValueRange> ranges,
            Map<Tensor, Float> maxima,
            IntegerScheme scheme,
            Predicate<Tensor> given) {
        var all = new NeededRanges(ranges, maxima, scheme, given);
        for (Subgraph graph : graphs) {
            List<Operator> operators = graph.operators();
            for (int i = operators.size() - 1; i >= 0; i--) {
                all.read(operators.get(i));
            }
        }
        all.needed.keySet().removeIf(tensor -> !all.isNarrowed(tensor));
        return all.needed;
    }

    private boolean isNarrowed(Tensor tensor) {
        return !isWhole(tensor) && !needed.get(tensor).equals(ranges.get(tensor));
    }

    /** All readers of the operator's outputs are known by now. */
    private void read(Operator operator) {
        for (int i = 0; i < operator.inputCount(); i++) {
            Optional<Tensor> input = operator.input(i);
            if (input.isPresent()) {
                Optional<ValueRange> behind = behind(operator, i);
                if (behind.isEmpty() || given.test(input.get())) {
                    whole.add(input.get());
                } else if (Reals.isReal(input.get())) {
                    needed.merge(input.get(), part(input.get(), behind.get()), ValueRange::union);
                }
            }
        }
    }

    /** Where an input may be clipped; empty where it may not. */
    private Optional<ValueRange> behind(Operator operator, int input) {
        return switch (operator.type()) {
            case SOFTMAX -> masked.of(operator);
            case ADD, SUB -> summand(operator, input);
            default -> Choosing.isBy(operator) ? behind(operator) : Optional.empty();
        };
    }

    /** What leaves the range that is needed of a sum whatever the other summand is, may leave it a little less. */
    private Optional<ValueRange> summand(Operator sum, int input) {
        if (isWhole(sum.output()) || !sum.options().fusedActivation().equals("NONE")) {
            return Optional.empty();
        }
        ValueRange whole = needed.get(sum.output()).withZero();
        Optional<ValueRange> other =
                Optional.ofNullable(ranges.get(sum.input(1 - input).orElseThrow()));
        if (sum.type() == BuiltinOperator.ADD) {
            return other.map(whole::minus);
        }
        return other.map(seen -> input == 0 ? whole.minus(seen.negated()) : seen.minus(whole));
    }

    /** What an operator that needs some range of its outputs needs of an input: that range where nothing finite is known. */
    private ValueRange part(Tensor input, ValueRange behind) {
        if (input.isConstant()) {
            var values = input.data().asFloatBuffer();
            float least = behind.max();
            float most = behind.min();
            for (int i = 0; i < values.limit(); i++) {
                float value = behind.clip(values.get(i));
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            return least <= most ? new ValueRange(least, most) : ValueRange.ZERO;
        }
        return Optional.ofNullable(ranges.get(input))
                .map(seen -> seen.clippedTo(isComputed(input) ? behind.union(held(seen)) : behind))
                .orElse(behind);
    }

    /** Whether a kernel makes it whose results may be far larger than its inputs in steps. */
    private static boolean isComputed(Tensor made) {
        return made.producer()
                .filter(maker -> switch (maker.type()) {
                    case ADD, SUB -> false;
                    default -> !Choosing.isBy(maker);
                })
                .isPresent();
    }

    /** The range whose steps are so wide that all that was seen fits into 32 bits, as it must before other kernels clip. */
    private ValueRange held(ValueRange seen) {
        double least = seen.magnitude() * (scheme.most() - (double) scheme.least()) / MOST_STEPS;
        return ValueRange.bounded(-least, least);
    }

    private boolean isWhole(Tensor tensor) {
        return tensor.isOutput() || whole.contains(tensor) || !needed.containsKey(tensor);
    }

    /** What is needed of all outputs; empty where it is not known of one. */
    private Optional<ValueRange> behind(Operator operator) {
        Optional<ValueRange> all = Optional.empty();
        for (Tensor output : operator.outputs()) {
            if (Reals.isReal(output)) {
                ValueRange range = isWhole(output) ? ranges.get(output) : needed.get(output);
                if (range == null) {
                    return Optional.empty();
                }
                all = Optional.of(all.map(range::union).orElse(range));
            }
        }
        return all.map(ValueRange::withZero);
    }
}
