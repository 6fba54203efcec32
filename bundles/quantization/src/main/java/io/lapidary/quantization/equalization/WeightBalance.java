package io.lapidary.quantization.equalization;

import java.util.List;

import io.lapidary.api.work.WorkContext;

/**
 * Makes the largest weight that makes a channel as large as the largest that reads it: {@code s = sqrt(r1 / r2)}, pair after
 * pair until nothing moves (Nagel et al. 2019, Data-Free Quantization Through Weight Equalization and Bias Correction, eq. 11).
 */
final class WeightBalance {
    /** A sweep that moves no scale by more than this part is the last. */
    private static final double STILL = 1e-3;

    private final long iterations;
    private final WorkContext context;

    WeightBalance(long iterations, WorkContext context) {
        this.iterations = iterations;
        this.context = context;
    }

    /** @return how many sweeps it took */
    int run(List<Link> links) throws InterruptedException {
        int sweeps = 0;
        double moved = Double.POSITIVE_INFINITY;
        while (moved > STILL && sweeps < iterations) {
            moved = 0;
            for (Link link : links) {
                context.checkCancelled();
                moved = Math.max(moved, balance(link));
            }
            sweeps++;
        }
        return sweeps;
    }

    private static double balance(Link link) {
        double[] made = Extents.of(link.pair().first(), link.first()).outputs();
        double[] read =
                link.byChannel(Extents.of(link.pair().second(), link.second()).inputs());
        double moved = 0;
        for (int c = 0; c < made.length; c++) {
            if (made[c] > 0 && read[c] > 0) {
                double before = link.scale(c);
                link.scale(c, before * Math.sqrt(made[c] / read[c]));
                moved = Math.max(moved, Math.abs(Math.log(link.scale(c) / before)));
            }
        }
        link.follow();
        return moved;
    }
}
