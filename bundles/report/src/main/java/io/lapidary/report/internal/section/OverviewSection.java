package io.lapidary.report.internal.section;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.report.ReportRequest;
import io.lapidary.api.report.ReportRequest.Variant;
import io.lapidary.report.internal.chart.ScatterChart;
import io.lapidary.report.internal.chart.ScatterPoint;
import io.lapidary.report.internal.chart.StackedBar;
import io.lapidary.report.internal.format.Amounts;
import io.lapidary.report.internal.format.Change;
import io.lapidary.report.internal.html.Element;
import io.lapidary.report.internal.html.Node;
import io.lapidary.report.internal.html.Table;

/** The original and every variant side by side: a picture of size against quality, and the same as a table. */
final class OverviewSection {
    private static final String ORIGINAL = "original";

    private OverviewSection() {}

    static Element render(ReportRequest request) {
        var section = Quality.of(request)
                .map(quality -> Parts.section("Size against " + quality.nameWithin(), chart(request, quality)))
                .orElseGet(() -> Parts.section("Sizes", sizes(request)));
        return request.variants().size() > 1 ? section.add(table(request)) : section;
    }

    private static Element chart(ReportRequest request, Quality quality) {
        List<ScatterPoint> points = points(request, quality);
        var panel = Element.of("div", "panel");
        panel.add(Element.of("div", "wide").add(draw(points, quality, 960, 380)));
        panel.add(Element.of("div", "narrow").add(draw(points, quality, 360, 320)));
        int missing = request.variants().size() + 1 - points.size();
        return missing == 0
                ? panel
                : panel.add(Parts.note(missing + " without a measured " + quality.nameWithin() + " not shown."));
    }

    private static Element draw(List<ScatterPoint> points, Quality quality, int width, int height) {
        return new ScatterChart(points, width, height, quality.name(), quality.limit(), quality::text).draw();
    }

    private static List<ScatterPoint> points(ReportRequest request, Quality quality) {
        var points = new ArrayList<ScatterPoint>();
        request.variants().stream()
                .findFirst()
                .map(Variant::evaluation)
                .ifPresent(e -> quality.ofOriginal(e)
                        .ifPresent(value -> points.add(
                                new ScatterPoint(ORIGINAL, e.original().bytes(), value, true))));
        for (Variant variant : request.variants()) {
            Evaluation evaluation = variant.evaluation();
            quality.ofResult(evaluation)
                    .ifPresent(value -> points.add(new ScatterPoint(
                            label(variant, request), evaluation.result().bytes(), value, false)));
        }
        return points;
    }

    /** A variant's name, without the target where all are for the same. */
    private static String label(Variant variant, ReportRequest request) {
        String target = variant.target().toString();
        boolean same = request.variants().stream()
                .allMatch(other -> other.target().toString().equals(target));
        String suffix = " for " + target;
        String name = variant.name();
        boolean shorten = same && name.endsWith(suffix) && name.length() > suffix.length();
        return shorten ? name.substring(0, name.length() - suffix.length()).replaceAll("[,\\s]+$", "") : name;
    }

    /** Where no quality was measured: sizes alone, as bars. */
    private static Element sizes(ReportRequest request) {
        var panel = Element.of("div", "panel bars");
        long largest = request.variants().stream()
                .map(Variant::evaluation)
                .mapToLong(e -> Math.max(e.original().bytes(), e.result().bytes()))
                .max()
                .orElse(1);
        request.variants().stream()
                .findFirst()
                .ifPresent(
                        v -> panel.add(bar(ORIGINAL, v.evaluation().original().bytes(), largest, "c-original")));
        request.variants()
                .forEach(v -> panel.add(bar(v.name(), v.evaluation().result().bytes(), largest, "c-result")));
        return panel.add(Parts.note("No accuracy was measured, so sizes alone are compared."));
    }

    private static Element bar(String name, long bytes, long largest, String classes) {
        return Element.of("div", "bar-row")
                .add(
                        Element.of("span", "bar-name").text(name),
                        Element.of("span", "bar-value").text(Amounts.bytes(bytes)),
                        StackedBar.draw(List.of(new StackedBar.Part(name, bytes, classes)), largest, 14));
    }

    private static Element table(ReportRequest request) {
        var quality = Quality.of(request);
        String qualityName = quality.map(Quality::name).orElse("Quality");
        var table = new Table()
                .column("Variant")
                .numbers("Bytes")
                .numbers("Size")
                .numbers("Zipped")
                .numbers(qualityName)
                .numbers("Latency p50");
        Evaluation first = request.variants().get(0).evaluation();
        table.row(
                Parts.text(ORIGINAL),
                Parts.text(Amounts.count(first.original().bytes())),
                Parts.text(""),
                Parts.text(Amounts.count(first.original().zippedBytes())),
                value(quality.map(q -> q.ofOriginal(first)).orElse(OptionalDouble.empty()), quality),
                latency(first, true));
        for (Variant variant : request.variants()) {
            Evaluation e = variant.evaluation();
            table.row(
                    Parts.text(variant.name()),
                    Parts.text(Amounts.count(e.result().bytes())),
                    Parts.pill(Change.ofCost(e.original().bytes(), e.result().bytes())),
                    Parts.text(Amounts.count(e.result().zippedBytes())),
                    value(quality.map(q -> q.ofResult(e)).orElse(OptionalDouble.empty()), quality),
                    latency(e, false));
        }
        return Element.of("div", "panel").add(table.render());
    }

    private static Node value(OptionalDouble value, java.util.Optional<Quality> quality) {
        return Parts.text(value.isPresent() ? quality.orElseThrow().text(value.getAsDouble()) : "not measured");
    }

    private static Node latency(Evaluation evaluation, boolean original) {
        var model = original ? evaluation.original() : evaluation.result();
        return Parts.text(model.latency().map(l -> Amounts.micros(l.p50())).orElse("not measured"));
    }
}
