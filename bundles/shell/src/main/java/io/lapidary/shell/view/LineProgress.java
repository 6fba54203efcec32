package io.lapidary.shell.view;

import java.io.PrintStream;
import java.util.Optional;

/** Plain lines: what happened, and every few seconds how far a long phase is. */
final class LineProgress implements Progress {
    private static final double INTERVAL_SECONDS = 10;

    private final PrintStream out;
    private Optional<TimeLeft> time = Optional.empty();
    private String name = "";
    private double toldAt;

    LineProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void line(String text) {
        out.println(text);
    }

    @Override
    public void phase(String newName, double fraction, String detail) {
        long now = System.nanoTime();
        if (time.isEmpty() || !newName.equals(name)) {
            time = Optional.of(new TimeLeft(now));
            name = newName;
            toldAt = 0;
        }
        TimeLeft known = time.get();
        known.fraction(fraction, now);
        double elapsed = known.elapsedSeconds(now);
        if (fraction >= 0 && elapsed - toldAt >= INTERVAL_SECONDS) {
            toldAt = elapsed;
            String left = known.seconds(now).isPresent()
                    ? ", " + Amounts.duration(known.seconds(now).getAsDouble()) + " left"
                    : "";
            out.printf("  %s %.0f %%%s%s%n", name, fraction * 100, left, detail.isEmpty() ? "" : ", " + detail);
        }
    }

    @Override
    public void tick() {
        // nothing is drawn over, so nothing moves
    }

    @Override
    public void clear() {
        time = Optional.empty();
    }
}
