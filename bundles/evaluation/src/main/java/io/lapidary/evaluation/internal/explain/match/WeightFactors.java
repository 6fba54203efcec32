package io.lapidary.evaluation.internal.explain.match;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ChannelLayout;
import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Tensor;

/**
 * By what the channels of activations are scaled, as far as weights tell: {@code g = sum w' w / sum w w}, of the packaged weights w'
 * of a channel and the original's w, these divided by the factors of the channels that they read. Unlike what activations show,
 * this holds however much the activations suffer.
 */
public final class WeightFactors {
    /** What passes the channels of its one activation on. */
    private static final Set<BuiltinOperator> PASSING = EnumSet.of(
            BuiltinOperator.RELU,
            BuiltinOperator.LEAKY_RELU,
            BuiltinOperator.MAX_POOL_2D,
            BuiltinOperator.AVERAGE_POOL_2D,
            BuiltinOperator.MEAN,
            BuiltinOperator.PAD,
            BuiltinOperator.RESHAPE,
            BuiltinOperator.SQUEEZE,
            BuiltinOperator.EXPAND_DIMS);
    /** Rounding to integers moves a channel by less, */
    private static final double NOTABLE = 1.2;
    /** and a channel by more only where weights are off by more than rounding puts them, up or down, in steps. */
    private static final double BEYOND_ROUNDING = 1.5;

    private static final double LEAST = 1.02;
    /** Rewrites that keep float results bit for bit take powers of two. */
    private static final double NEAR_POWER = 0.02;
    /** Share of a channel's energy that a factor must leave no more of, for it to be one. */
    private static final double MOST_LEFT = 0.1;

    private final ExplainedModel models;
    /** Of activations of the original; no numbers where channels are not scaled. */
    private final Map<Tensor, List<Double>> known = new HashMap<>();

    private WeightFactors(ExplainedModel models) {
        this.models = models;
    }

    /** Activations of the original to the factors of their channels, to none where they are not scaled; those that are not known are missing. */
    public static Map<Tensor, List<Double>> of(ExplainedModel models) {
        var factors = new WeightFactors(models);
        models.original().inputs().forEach(input -> factors.known.put(input, List.of()));
        models.operators().forEach(factors::look);
        return Collections.unmodifiableMap(factors.known);
    }

    private void look(Operator operator) {
        List<Tensor> made = models.outputs(operator).orElse(List.of());
        List<Tensor> read = operator.inputs().stream()
                .filter(Conversions::isActivation)
                .filter(Conversions::isReal)
                .flatMap(input -> models.match().original(input).stream())
                .toList();
        if (made.isEmpty() || read.isEmpty() || !known.keySet().containsAll(read)) {
            return;
        }
        if (Linear.of(operator).isPresent()) {
            measured(operator).ifPresent(found -> {
                known.putIfAbsent(made.get(0), found);
                // What lies between a layer and an activation function that was fused into it.
                models.maker(operator).ifPresent(maker -> known.putIfAbsent(maker.output(), found));
            });
        } else if (read.stream().allMatch(tensor -> known.get(tensor).isEmpty())) {
            made.forEach(tensor -> known.putIfAbsent(tensor, List.of()));
        } else if (PASSING.contains(operator.type())) {
            passed(known.get(read.get(0)), made.get(0)).ifPresent(found -> known.putIfAbsent(made.get(0), found));
        }
    }

    /** In row-major order an element's channel is its number modulo the channels, on a longer last axis too. */
    private static Optional<List<Double>> passed(List<Double> factors, Tensor made) {
        int last = made.shape().rank() == 0 ? 0 : made.shape().last();
        return last > 0 && last % factors.size() == 0
                ? Optional.of(Collections.nCopies(last / factors.size(), factors).stream()
                        .flatMap(List::stream)
                        .toList())
                : Optional.empty();
    }

    private Optional<List<Double>> measured(Operator operator) {
        Optional<Operator> before = models.maker(operator).filter(maker -> maker.type() == operator.type());
        Optional<Tensor> source = before.flatMap(maker -> maker.input(Linear.WEIGHTS));
        Optional<Tensor> target = operator.input(Linear.WEIGHTS);
        if (source.isEmpty()
                || target.isEmpty()
                || !source.get().shape().equals(target.get().shape())) {
            return Optional.empty();
        }
        Optional<ConstantValues> exact = source.flatMap(Conversions::constant).flatMap(ConstantValues::of);
        Optional<ConstantValues> packaged =
                target.flatMap(Conversions::constant).flatMap(ConstantValues::of);
        if (exact.isEmpty() || packaged.isEmpty()) {
            return Optional.empty();
        }
        int axis = Linear.of(operator).orElseThrow().axis();
        ChannelLayout layout = ChannelLayout.of(target.get().shape(), axis);
        var reading = Rescaling.of(before.get(), target.get().shape(), axis, known);
        Optional<Quantization> weights = target.flatMap(Conversions::constant)
                .flatMap(Tensor::quantization)
                .filter(found -> found.count() == 1 || found.count() == layout.channels());
        var fits = new Fit[layout.channels()];
        for (int i = 0; i < exact.get().count(); i++) {
            int channel = layout.channel(i);
            fits[channel] = fits[channel] == null ? new Fit() : fits[channel];
            fits[channel].add(exact.get().get(i) * reading.of(i), packaged.get().get(i), step(weights, channel));
        }
        List<Double> factors = java.util.Arrays.stream(fits)
                .map(fit -> fit == null ? 1.0 : fit.factor())
                .toList();
        return Optional.of(factors.stream().allMatch(factor -> factor == 1) ? List.of() : factors);
    }

    /** Infinite where it is not known. */
    private static double step(Optional<Quantization> weights, int channel) {
        return weights.map(found -> (double) found.scale(found.isPerChannel() ? channel : 0))
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Sums of one channel. */
    private static final class Fit {
        private double rr;
        private double rc;
        private double cc;
        private boolean beyondRounding;

        void add(double reference, double candidate, double step) {
            beyondRounding |= Math.abs(candidate - reference) > BEYOND_ROUNDING * step;
            rr += reference * reference;
            rc += reference * candidate;
            cc += candidate * candidate;
        }

        double factor() {
            double factor = rr > 0 ? rc / rr : 1;
            boolean notable = factor > 0 && Math.max(factor, 1 / factor) > (beyondRounding ? LEAST : NOTABLE);
            boolean explains = cc - rc * factor <= MOST_LEFT * cc;
            return notable && explains ? rounded(factor) : 1;
        }

        private static double rounded(double factor) {
            double power = Math.pow(2, Math.rint(Math.log(factor) / Math.log(2)));
            return Math.abs(factor / power - 1) < NEAR_POWER ? power : factor;
        }
    }
}
