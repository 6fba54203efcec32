package io.lapidary.quantization.equalization;

import java.util.List;

import io.lapidary.api.engine.StatisticsResult.TensorSummary;
import io.lapidary.api.work.WorkContext;

/**
 * Makes the ranges of a tensor's channels alike, since they will share one scale. What a channel is divided by, the weights that
 * read it are multiplied by; where those share a scale too, half the way is gone: {@code s = sqrt(a / r)}, with the channel's
 * range a and its largest weight r, in parts of the row's largest (Xiao et al. 2023, SmoothQuant, eq. 4 with alpha 0.5). A
 * depthwise layer's filters have a scale each, so that all of the way costs nothing.
 */
final class ActivationBalance {
    /** A channel's range is taken as its mean and so many standard deviations. */
    private static final double DEVIATIONS = 4;

    private final Activations activations;
    private final WorkContext context;

    ActivationBalance(Activations activations, WorkContext context) {
        this.activations = activations;
        this.context = context;
    }

    /** @return how many pairs were seen by samples, so could be balanced */
    int run(List<Link> links) throws InterruptedException {
        int balanced = 0;
        for (Link link : links) {
            context.checkCancelled();
            var summary =
                    activations.of(link.pair().between().get(0), link.pair().channels());
            if (summary.isPresent()) {
                balance(link, ranges(summary.get()));
                balanced++;
            }
        }
        return balanced;
    }

    private static double[] ranges(TensorSummary summary) {
        double largest = Math.max(Math.abs(summary.min()), Math.abs(summary.max()));
        double[] ranges = new double[summary.channelMeans().size()];
        for (int c = 0; c < ranges.length; c++) {
            double spread = DEVIATIONS * Math.sqrt(summary.channelVariances().get(c));
            ranges[c] = Math.min(largest, Math.abs(summary.channelMeans().get(c)) + spread);
        }
        return ranges;
    }

    private static void balance(Link link, double[] ranges) {
        boolean free = link.pair().second().geometry().depthwise();
        double[] read = free ? ranges : link.byChannel(shares(link.pair().second()));
        double[] wanted = new double[ranges.length];
        double before = 0;
        double after = 0;
        for (int c = 0; c < ranges.length; c++) {
            if (ranges[c] > 0 && read[c] > 0) {
                wanted[c] = free ? ranges[c] : Math.sqrt(ranges[c] / read[c]);
                before = Math.max(before, ranges[c]);
                after = Math.max(after, ranges[c] / wanted[c]);
            }
        }
        for (int c = 0; c < wanted.length; c++) {
            if (wanted[c] > 0) {
                // The largest channel keeps its size; the others grow towards it.
                link.scale(c, wanted[c] * after / before);
            }
        }
        link.follow();
    }

    /** By input channel, the largest weight in parts of the largest of its row. */
    private static double[] shares(Layer layer) {
        double[] rows = Extents.of(layer, new Scaling(layer.geometry())).outputs();
        double[] shares = new double[layer.geometry().inputs()];
        Extents.walk(layer, (weight, output, input) -> {
            if (rows[output] > 0) {
                shares[input] = Math.max(shares[input], Math.abs(weight) / rows[output]);
            }
        });
        return shares;
    }
}
