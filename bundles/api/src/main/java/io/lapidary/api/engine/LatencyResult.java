package io.lapidary.api.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * @param models one per model, in the request's order
 * @param threads the interpreter had
 */
public record LatencyResult(List<Quantiles> models, int threads) {
    public LatencyResult {
        models = List.copyOf(models);
    }

    /**
     * Wall time of one invocation, in microseconds.
     *
     * @param p50 the median
     * @param p90 nine of ten are at most this
     * @param min the fastest
     * @param runs how many were counted
     * @param ratio to the first of the models that were run in turn; empty for that one, and where it was not measured
     */
    public record Quantiles(double p50, double p90, double min, int runs, Optional<Ratio> ratio) {
        /** How far medians have to be apart where it was not measured how sure that is. */
        private static final double UNPROVEN = 0.1;

        public Quantiles {
            Objects.requireNonNull(ratio, "ratio");
        }

        /** Of a model that is compared with none. */
        public Quantiles(double p50, double p90, double min, int runs) {
            this(p50, p90, min, runs, Optional.empty());
        }

        /**
         * How many times as long as the first model: of the rounds by turns, where they were measured. What slows the machine for
         * a while moves the one median and not the other.
         */
        public double times(Quantiles first) {
            return ratio.map(Ratio::middle).orElseGet(() -> p50 / first.p50());
        }

        /** Whether the time differs from the first model's by more than the measurement can make of equal ones. */
        public boolean differsFrom(Quantiles first) {
            return ratio.map(Ratio::differs).orElseGet(() -> Math.abs(times(first) - 1) > UNPROVEN);
        }
    }

    /**
     * How many times as long one model takes as another, and how sure that is.
     *
     * @param low with {@code high} the interval that holds the true ratio with a probability of about 95 percent
     * @param middle the best estimate
     */
    public record Ratio(double low, double middle, double high) {
        /**
         * How far one and the same model, loaded twice, is from itself: where its tensors come to lie in memory alone makes
         * a few percent, which no number of runs averages out.
         */
        public static final double PLACEMENT = 0.03;

        public Ratio {
            if (!(low > 0 && low <= middle && middle <= high)) {
                throw new IllegalArgumentException(
                        "not an interval around its middle: " + low + ", " + middle + ", " + high);
            }
        }

        /** Whether the models differ by more than the measurement can make of equal ones. */
        public boolean differs() {
            return low > 1 + PLACEMENT || high < 1 - PLACEMENT;
        }
    }
}
