package io.lapidary.report.internal.section;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;
import java.util.OptionalDouble;

import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.report.ReportRequest;
import io.lapidary.api.report.ReportRequest.Variant;
import io.lapidary.report.internal.format.Amounts;
import io.lapidary.report.internal.format.Change;
import io.lapidary.report.internal.html.Element;

/** What the page is about, and what came of it in one sentence. */
final class HeaderSection {
    private static final DateTimeFormatter CREATED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private HeaderSection() {}

    static Element render(ReportRequest request) {
        var facts = Element.of("dl", "facts")
                .add(fact("Request", Parts.code(request.requestId())))
                .add(fact("Created", Element.of("span").text(CREATED.format(request.created()))))
                .add(fact("Original", Parts.digest(request.original().digest())));
        return Element.of("header")
                .add(
                        Element.of("div", "brand").add(gem(), Element.of("span").text("Lapidary")),
                        Element.of("h1").text(request.modelName()),
                        Element.of("p", "verdict").text(verdict(request)),
                        facts);
    }

    /** The smallest variant in words. */
    static String verdict(ReportRequest request) {
        var smallest = request.variants().stream()
                .min(Comparator.comparingLong(v -> v.evaluation().result().bytes()));
        if (smallest.isEmpty()) {
            return "No package was made.";
        }
        String lead = request.variants().size() == 1
                ? ""
                : request.variants().size() + " packages were made; the smallest is "
                        + smallest.get().name() + ": ";
        return lead + describe(request, smallest.get()) + ".";
    }

    private static String describe(ReportRequest request, Variant variant) {
        Evaluation evaluation = variant.evaluation();
        var clauses = new ArrayList<String>();
        String times =
                Change.times(evaluation.original().bytes(), evaluation.result().bytes(), "smaller", "larger");
        clauses.add(Amounts.bytes(evaluation.result().bytes()) + " instead of "
                + Amounts.bytes(evaluation.original().bytes()) + (times.isEmpty() ? "" : " (" + times + ")"));
        Quality.of(request).ifPresent(quality -> {
            OptionalDouble before = quality.ofOriginal(evaluation);
            OptionalDouble after = quality.ofResult(evaluation);
            if (before.isPresent() && after.isPresent()) {
                clauses.add(quality.nameWithin() + " " + quality.text(after.getAsDouble()) + " against "
                        + quality.text(before.getAsDouble()));
            }
        });
        evaluation
                .original()
                .latency()
                .ifPresent(before -> evaluation.result().latency().ifPresent(after -> {
                    boolean differs = after.differsFrom(before);
                    clauses.add(
                            differs
                                    ? Change.times(1, after.times(before), "faster", "slower")
                                    : "about as fast as the original");
                }));
        return String.join(", ", clauses);
    }

    private static Element fact(String name, Element value) {
        return Element.of("div")
                .add(Element.of("dt").text(name), Element.of("dd").add(value));
    }

    private static Element gem() {
        return Element.of("svg", "gem")
                .with("viewBox", "0 0 24 24")
                .with("aria-hidden", "true")
                .add(
                        path("g1", "M7 3 L17 3 L15 9 L9 9 Z"),
                        path("g2", "M7 3 L9 9 L1.5 9 Z"),
                        path("g2", "M17 3 L22.5 9 L15 9 Z"),
                        path("g3", "M1.5 9 L9 9 L12 21.5 Z"),
                        path("g4", "M9 9 L15 9 L12 21.5 Z"),
                        path("g3", "M15 9 L22.5 9 L12 21.5 Z"));
    }

    private static Element path(String classes, String points) {
        return Element.of("path", classes).with("d", points);
    }
}
