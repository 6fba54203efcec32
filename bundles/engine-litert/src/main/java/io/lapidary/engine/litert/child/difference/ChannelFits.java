package io.lapidary.engine.litert.child.difference;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Sums of a reference r and a candidate c by channel, and what follows from them of c = g r + o: without an offset g = sum rc / sum rr,
 * with one the least-squares line. Noise of c that does not go with r leaves both as they are.
 */
final class ChannelFits {
    /** Fewer elements of a channel fit anything by chance. */
    private static final long LEAST_ELEMENTS = 8;
    /** So many times the energy of the error must go away: 10 dB. */
    private static final double MUCH_NEARER = 10;
    /** Quantization itself moves a channel by a smaller factor. */
    private static final double NOTABLE = 1.5;
    /** A smaller factor is none though the layer was rewritten. */
    private static final double LEAST = 1.005;
    /** Rewrites that keep float results bit for bit take powers of two. */
    private static final double NEAR_POWER = 0.02;

    private static final Line SAME = new Line(1, 0);

    private final boolean rewritten;
    private final double[] r;
    private final double[] c;
    private final double[] rr;
    private final double[] rc;
    private final double[] cc;
    private final long[] elements;

    /** @param rewritten whether factors near 1, and offsets, are looked for */
    ChannelFits(int channels, boolean rewritten) {
        this.rewritten = rewritten;
        r = new double[channels];
        c = new double[channels];
        rr = new double[channels];
        rc = new double[channels];
        cc = new double[channels];
        elements = new long[channels];
    }

    /** What a channel of the candidate is of the reference's. */
    record Line(double factor, double offset) {
        double of(double reference) {
            return reference * factor + offset;
        }
    }

    void add(int channel, double reference, double candidate) {
        r[channel] += reference;
        c[channel] += candidate;
        rr[channel] += reference * reference;
        rc[channel] += reference * candidate;
        cc[channel] += candidate * candidate;
        elements[channel]++;
    }

    /** Lines by channel; empty where every channel is as it was. */
    Optional<List<Line>> find() {
        var lines = new Line[rr.length];
        for (int k = 0; k < lines.length; k++) {
            lines[k] = elements[k] < LEAST_ELEMENTS ? SAME : find(k);
        }
        return Arrays.stream(lines).allMatch(SAME::equals) ? Optional.empty() : Optional.of(List.of(lines));
    }

    private Line find(int k) {
        Line scaled = throughOrigin(k);
        double factor = scaled.factor();
        Line found = Math.max(factor, 1 / factor) > (rewritten ? LEAST : NOTABLE) && isMuchNearer(k, scaled, SAME)
                ? scaled
                : SAME;
        if (!rewritten) {
            return found;
        }
        Line moved = moved(k);
        Line both = fitted(k);
        Line shifted = isMuchNearer(k, both, moved) ? both : moved;
        return isMuchNearer(k, shifted, found) ? shifted : found;
    }

    private boolean isMuchNearer(int k, Line line, Line than) {
        return error(k, than) > MUCH_NEARER * error(k, line);
    }

    /** The lines anew, by more elements, each of the kind that it was. */
    List<Line> refined(List<Line> first) {
        var lines = new Line[first.size()];
        for (int k = 0; k < lines.length; k++) {
            Line line = first.get(k);
            if (line.equals(SAME) || elements[k] == 0) {
                lines[k] = line;
            } else if (line.offset() == 0) {
                lines[k] = throughOrigin(k);
            } else {
                lines[k] = line.factor() == 1 ? moved(k) : fitted(k);
            }
        }
        return List.of(lines);
    }

    private Line throughOrigin(int k) {
        return new Line(rc[k] > 0 && rr[k] > 0 ? rounded(rc[k] / rr[k]) : 1, 0);
    }

    private Line moved(int k) {
        return new Line(1, (c[k] - r[k]) / elements[k]);
    }

    private Line fitted(int k) {
        double spread = rr[k] - r[k] * r[k] / elements[k];
        double common = rc[k] - r[k] * c[k] / elements[k];
        double factor = common > 0 && spread > 0 ? rounded(common / spread) : 1;
        return new Line(factor, (c[k] - factor * r[k]) / elements[k]);
    }

    private static double rounded(double factor) {
        double power = Math.pow(2, Math.rint(Math.log(factor) / Math.log(2)));
        return Math.abs(factor / power - 1) < NEAR_POWER ? power : factor;
    }

    /** Energy of (c - o) / g - r. */
    double error(List<Line> lines) {
        double sum = 0;
        for (int k = 0; k < rr.length; k++) {
            sum += error(k, lines.get(k));
        }
        return sum;
    }

    private double error(int k, Line line) {
        double factor = line.factor();
        double offset = line.offset();
        double candidate = cc[k] - 2 * offset * c[k] + offset * offset * elements[k];
        double both = rc[k] - offset * r[k];
        return Math.max(0, candidate / (factor * factor) - 2 * both / factor + rr[k]);
    }
}
