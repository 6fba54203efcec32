package io.lapidary.report.internal.chart;

import java.util.List;

import io.lapidary.report.internal.html.Element;

/** One bar of parts side by side; as wide as its place, so that it is read on a phone as on a desk. */
public final class StackedBar {
    private StackedBar() {}

    /**
     * @param name what the title shown on hovering says
     * @param size of the part, in the bar's unit
     * @param classes of its colour
     */
    public record Part(String name, double size, String classes) {}

    /**
     * @param parts from left to right
     * @param full what the whole width stands for; at least the sum of the parts
     * @param height in pixels
     */
    public static Element draw(List<Part> parts, double full, int height) {
        var bar = Element.of("svg", "bar")
                .with("width", "100%")
                .with("height", height)
                .with("aria-hidden", "true");
        bar.add(Element.of("rect", "track").with("width", "100%").with("height", "100%"));
        double from = 0;
        for (Part part : parts) {
            bar.add(Element.of("rect", part.classes())
                    .with("x", percent(from, full))
                    .with("width", percent(part.size(), full))
                    .with("height", "100%")
                    .add(Element.of("title").text(part.name())));
            from += part.size();
        }
        return bar;
    }

    private static String percent(double part, double full) {
        return String.format(java.util.Locale.ROOT, "%.3f%%", full <= 0 ? 0 : 100 * part / full);
    }
}
