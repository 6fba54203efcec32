package io.lapidary.shell.view;

import java.io.PrintStream;
import java.util.Optional;

/** One line that is drawn over: name, bar, percent, time left, detail; what happened stands above it. */
final class BarProgress implements Progress {
    private static final int BAR = 20;
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final String SPINNER = "|/-\\";

    private final PrintStream out;
    private final Screen screen;
    private Optional<TimeLeft> time = Optional.empty();
    private String name = "";
    private String detail = "";
    private long drawnAt;
    private boolean drawn;
    private int turn;

    BarProgress(PrintStream out, Screen screen) {
        this.out = out;
        this.screen = screen;
    }

    @Override
    public void line(String text) {
        erase();
        out.println(text);
    }

    @Override
    public void phase(String newName, double fraction, String newDetail) {
        long now = System.nanoTime();
        if (time.isEmpty() || !newName.equals(name)) {
            time = Optional.of(new TimeLeft(now));
            name = newName;
        }
        detail = newDetail;
        time.get().fraction(fraction, now);
        draw(now);
    }

    @Override
    public void tick() {
        long now = System.nanoTime();
        if (time.isPresent() && now - drawnAt > REDRAW_NANOS) {
            draw(now);
        }
    }

    @Override
    public void clear() {
        erase();
        time = Optional.empty();
    }

    private void erase() {
        if (drawn) {
            out.print(CLEAR_LINE);
            out.flush();
            drawn = false;
        }
    }

    private void draw(long now) {
        drawnAt = now;
        drawn = true;
        turn++;
        out.print(CLEAR_LINE + text(now));
        out.flush();
    }

    private String text(long now) {
        TimeLeft known = time.orElseThrow();
        var line = new StringBuilder(name);
        if (known.fraction() >= 0) {
            line.append(' ').append(bar(known.fraction()));
            line.append(String.format(" %3.0f %%", known.fraction() * 100));
            known.seconds(now)
                    .ifPresent(left ->
                            line.append("  ").append(Amounts.duration(left)).append(" left"));
        } else {
            line.append(' ').append(SPINNER.charAt(turn % SPINNER.length()));
            line.append("  ").append(Amounts.duration(known.elapsedSeconds(now)));
        }
        if (!detail.isEmpty()) {
            line.append("  ").append(detail);
        }
        // A line as wide as the terminal would wrap, and could not be drawn over.
        return line.length() < screen.width() ? line.toString() : line.substring(0, screen.width() - 1);
    }

    private String bar(double fraction) {
        int full = (int) Math.round(fraction * BAR);
        return screen.unicode()
                ? "\u2588".repeat(full) + "\u2591".repeat(BAR - full)
                : "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
    }
}
