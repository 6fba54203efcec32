package io.lapidary.quantization.integer.range;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.calibration.Choosing;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/**
 * What a SOFTMAX looks at of scores that a mask was added to, as -1e9 where attention must not look. A score that lies
 * {@code ln(n / r)} below the largest of its row adds less than r to all n shares together; so the least score that is not masked, less
 * so much, is as good as any mask, and leaves the steps to the scores. Where it was not measured, the least score follows from masks
 * that are constants.
 */
final class MaskedScores {
    /** A mask so many times as wide as the scores is no bias that they compete with. */
    static final int OVERWHELMING = 16;

    private final Map<Tensor, ValueRange> ranges;
    private final Map<Tensor, Float> maxima;
    private final IntegerScheme scheme;

    /** @param maxima the least of rows' largest numbers, where they were measured */
    MaskedScores(Map<Tensor, ValueRange> ranges, Map<Tensor, Float> maxima, IntegerScheme scheme) {
        this.ranges = ranges;
        this.maxima = maxima;
        this.scheme = scheme;
    }

    /** How far below the largest number of a row nothing makes a difference; not positive where that is not known. */
    static double depth(Operator softmax, IntegerScheme scheme) {
        double halfStep = 0.5 / (scheme.most() - (scheme.isSymmetric() ? 0.0 : scheme.least()));
        int length = softmax.input(0).orElseThrow().shape().last();
        double depth =
                Math.log(Math.max(1, length) / halfStep) / softmax.options().floatValue("beta");
        return depth < Double.POSITIVE_INFINITY ? depth : 0;
    }

    /** The range that matters of a SOFTMAX's input; empty where all of it does. */
    Optional<ValueRange> of(Operator softmax) {
        Tensor input = softmax.input(0).orElseThrow();
        double depth = depth(softmax, scheme);
        if (maxima.containsKey(input) && ranges.containsKey(input)) {
            return Optional.of(ValueRange.bounded(
                    maxima.get(input) - depth, ranges.get(input).max()));
        }
        return Choosing.maker(input).flatMap(found -> switch (found.type()) {
            case ADD -> masked(found, 0, 1, depth).or(() -> masked(found, 1, 0, depth));
            case SELECT, SELECT_V2 -> masked(found, 1, 2, depth).or(() -> masked(found, 2, 1, depth));
            default -> Optional.<ValueRange>empty();
        });
    }

    private Optional<ValueRange> masked(Operator maker, int scored, int mask, double depth) {
        Tensor other = maker.input(mask).orElseThrow();
        ValueRange scores = ranges.get(maker.input(scored).orElseThrow());
        boolean plain = maker.options().fusedActivation().equals("NONE");
        if (scores == null || !other.isConstant() || !plain || !(depth > 0)) {
            return Optional.empty();
        }
        FloatBuffer values = other.data().asFloatBuffer();
        double reach = OVERWHELMING * ((double) scores.max() - scores.min() + depth);
        if (maker.type() != BuiltinOperator.ADD) {
            // What is chosen in the place of a score.
            boolean masks = most(values) < scores.min() - reach;
            return masks ? Optional.of(ValueRange.bounded(scores.min() - depth, scores.max())) : Optional.empty();
        }
        return open(values, reach)
                .map(open -> ValueRange.bounded(
                        (double) scores.min() + open.min() - depth, (double) scores.max() + open.max()));
    }

    private static float most(FloatBuffer values) {
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < values.limit(); i++) {
            most = Math.max(most, values.get(i));
        }
        return most;
    }

    /** The least to the largest number that does not mask; empty where none does. */
    private static Optional<ValueRange> open(FloatBuffer mask, double reach) {
        float most = most(mask);
        float least = most;
        boolean masks = false;
        for (int i = 0; i < mask.limit(); i++) {
            boolean masked = mask.get(i) < most - reach;
            least = masked ? least : Math.min(least, mask.get(i));
            masks |= masked;
        }
        return masks && ValueRange.isValid(least, most) ? Optional.of(new ValueRange(least, most)) : Optional.empty();
    }
}
