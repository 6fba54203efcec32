package io.lapidary.report.internal.chart;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

import io.lapidary.report.internal.format.Amounts;
import io.lapidary.report.internal.html.Element;

/** Size against quality: a point for the original and one for each variant, every one labelled where it lies. */
public final class ScatterChart {
    private static final double LEFT = 66;
    private static final double TOP = 30;
    private static final double BOTTOM = 44;
    private static final double RIGHT = 14;
    private static final double FONT = 12;
    private static final double RADIUS = 6;

    private final List<ScatterPoint> points;
    private final double width;
    private final double height;
    private final String title;
    private final DoubleFunction<String> qualityText;
    private final Axis bytes;
    private final Axis quality;

    /**
     * @param points at least one
     * @param width of the picture, in units that are pixels at its natural size
     * @param height likewise
     * @param title of the vertical axis
     * @param limit the largest value that quality can have; infinite if there is none
     * @param qualityText writes a value of the vertical axis
     */
    public ScatterChart(
            List<ScatterPoint> points,
            double width,
            double height,
            String title,
            double limit,
            DoubleFunction<String> qualityText) {
        this.points = List.copyOf(points);
        this.width = width;
        this.height = height;
        this.title = title;
        this.qualityText = qualityText;
        this.bytes = Axis.fromZero(points.stream().map(ScatterPoint::bytes).toList(), width < 500 ? 3 : 6);
        double typical =
                points.stream().mapToDouble(p -> Math.abs(p.quality())).max().orElse(1);
        this.quality = Axis.around(
                points.stream().map(ScatterPoint::quality).toList(), Math.max(typical * 0.02, 1e-9), limit, 5);
    }

    public Element draw() {
        var picture = Element.of("svg", "chart")
                .with("viewBox", "0 0 " + (long) width + " " + (long) height)
                .with("role", "img")
                .with("aria-label", "Size against " + title + ", as in the table");
        picture.add(grid());
        var placer = new LabelPlacer(
                new Box(LEFT + 2, TOP - 12, width - LEFT - RIGHT, height - TOP - BOTTOM + 10),
                points.stream().map(this::place).toList());
        points.forEach(point -> picture.add(label(point, placer)));
        points.forEach(point -> picture.add(dot(point)));
        return picture;
    }

    private Element grid() {
        var grid = Element.of("g");
        for (double tick : quality.ticks()) {
            double y = plotBottom() - quality.share(tick) * (plotBottom() - TOP);
            grid.add(line("grid", LEFT, y, width - RIGHT, y));
            grid.add(text("tick", LEFT - 8, y + 4, "end", qualityText.apply(tick)));
        }
        for (double tick : bytes.ticks()) {
            double x = LEFT + bytes.share(tick) * (width - LEFT - RIGHT);
            grid.add(line("grid", x, TOP, x, plotBottom()));
            String anchor = tick == bytes.max() ? "end" : "middle";
            grid.add(text("tick", tick == bytes.max() ? x + 4 : x, plotBottom() + 18, anchor, Amounts.bytes(tick)));
        }
        grid.add(text("axis", 4, 14, "start", "↑ " + title));
        grid.add(text("axis", width - RIGHT + 4, height - 6, "end", "size of the package →"));
        return grid;
    }

    private Element label(ScatterPoint point, LabelPlacer placer) {
        String text = ChartText.fit(point.name(), FONT, (width - LEFT - RIGHT) * 0.62);
        Optional<LabelPlacer.Place> place = placer.place(place(point), ChartText.width(text, FONT), FONT + 4);
        var group = Element.of("g");
        place.ifPresent(found -> {
            Box box = found.box();
            if (found.far()) {
                double toX = Math.max(box.x(), Math.min(x(point), box.right()));
                double toY = Math.max(box.y(), Math.min(y(point), box.bottom()));
                group.add(line("leader", x(point), y(point), toX, toY));
            }
            // The estimate of a label's width is generous, so the text sits at the side that faces its point.
            boolean leftOfPoint = box.right() <= x(point);
            double anchorX = leftOfPoint ? box.right() : box.x() >= x(point) ? box.x() : box.x() + box.width() / 2;
            String anchor = leftOfPoint ? "end" : box.x() >= x(point) ? "start" : "middle";
            group.add(text("label", anchorX, box.bottom() - 4, anchor, text));
        });
        return group;
    }

    private Element dot(ScatterPoint point) {
        var title = Element.of("title")
                .text(point.name() + ": " + Amounts.bytes(point.bytes()) + ", " + qualityText.apply(point.quality()));
        return Element.of("circle", point.original() ? "dot original" : "dot")
                .with("cx", x(point))
                .with("cy", y(point))
                .with("r", RADIUS)
                .add(title);
    }

    private static Element line(String classes, double x1, double y1, double x2, double y2) {
        return Element.of("line", classes)
                .with("x1", x1)
                .with("y1", y1)
                .with("x2", x2)
                .with("y2", y2);
    }

    private static Element text(String classes, double x, double y, String anchor, String text) {
        return Element.of("text", classes)
                .with("x", x)
                .with("y", y)
                .with("text-anchor", anchor)
                .text(text);
    }

    private LabelPlacer.Point place(ScatterPoint point) {
        return new LabelPlacer.Point(x(point), y(point));
    }

    private double plotBottom() {
        return height - BOTTOM;
    }

    private double x(ScatterPoint point) {
        return LEFT + bytes.share(point.bytes()) * (width - LEFT - RIGHT);
    }

    private double y(ScatterPoint point) {
        return plotBottom() - quality.share(point.quality()) * (plotBottom() - TOP);
    }
}
