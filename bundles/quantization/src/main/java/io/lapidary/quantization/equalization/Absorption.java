package io.lapidary.quantization.equalization;

import java.util.List;

/**
 * High bias absorption (Nagel et al. 2019, section 4.1.3): what a channel behind a RELU always has, {@code c = max(0, mean - 3
 * standard deviations)}, goes from the first layer's bias into the second's, since {@code relu(x - c) = relu(x) - c} wherever
 * {@code x >= c}. Where x falls below c, which is rare, the result differs.
 */
final class Absorption {
    private static final double DEVIATIONS = 3;

    private final Activations activations;
    private int channels;

    Absorption(Activations activations) {
        this.activations = activations;
    }

    /** Decides what the channels of all links give away. */
    void decide(List<Link> links) {
        for (Link link : links) {
            link.pair()
                    .rectified()
                    .flatMap(tensor -> activations.of(tensor, link.pair().channels()))
                    .ifPresent(summary -> decide(link, summary.channelMeans(), summary.channelVariances()));
        }
    }

    private void decide(Link link, List<Double> means, List<Double> variances) {
        double[] given = link.first().absorbedOut();
        for (int c = 0; c < given.length; c++) {
            double always = means.get(c) - DEVIATIONS * Math.sqrt(variances.get(c));
            if (always > 0) {
                given[c] = always / link.scale(c);
                channels++;
            }
        }
        double[] missing = link.second().absorbedIn();
        for (int i = 0; i < missing.length; i++) {
            missing[i] = given[link.pair().channelOf(i)];
        }
    }

    /** How many channels give something away. */
    int channels() {
        return channels;
    }
}
