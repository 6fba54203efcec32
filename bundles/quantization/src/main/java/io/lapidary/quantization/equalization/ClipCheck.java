package io.lapidary.quantization.equalization;

import java.util.Optional;

/**
 * Finds how far the channels of a pair may grow without reaching the 6 of a RELU6 between, whose place they would otherwise
 * leave: by proof where the layer's input has a known range, else by what samples showed.
 */
final class ClipCheck {
    private static final double CLIP = 6;
    /** Samples show less than there is: a clip counts as not reached, and may be grown to, up to here only. */
    private static final double SEEN_CLIP = 5.5;

    private final Activations activations;

    ClipCheck(Activations activations) {
        this.activations = activations;
    }

    /** Empty if the clip is reached, or may be for all that is known. */
    Optional<ScaleLimits> limits(Pair pair) {
        if (pair.clips().isEmpty()) {
            return Optional.of(ScaleLimits.wide(pair.channels()));
        }
        return proven(pair).or(() -> seen(pair)).filter(limits -> !limits.allFixed());
    }

    private static Optional<ScaleLimits> proven(Pair pair) {
        // The clip comes right behind the layer: nothing between could raise what the layer makes.
        boolean atOnce =
                pair.clips().size() == 1 && pair.between().indexOf(pair.clips().get(0)) <= 1;
        if (!atOnce) {
            return Optional.empty();
        }
        return KnownRange.of(pair.first().data())
                .map(range -> ScaleLimits.below(range.largestOutputs(pair.first()), CLIP))
                .filter(limits -> !limits.allFixed());
    }

    private Optional<ScaleLimits> seen(Pair pair) {
        double largest = 0;
        for (var clip : pair.clips()) {
            var summary = activations.of(clip);
            if (summary.isEmpty()) {
                return Optional.empty();
            }
            largest = Math.max(largest, summary.get().max());
        }
        double[] values = new double[pair.channels()];
        java.util.Arrays.fill(values, largest);
        return Optional.of(ScaleLimits.below(values, SEEN_CLIP));
    }
}
