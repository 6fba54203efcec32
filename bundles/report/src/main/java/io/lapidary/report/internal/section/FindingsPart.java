package io.lapidary.report.internal.section;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.model.TensorNames;
import io.lapidary.api.report.ReportRequest.Variant;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.Finding.Severity;
import io.lapidary.report.internal.html.Element;

/** What the reader should know, warnings first, and what could not be measured. */
final class FindingsPart {
    private static final String ADVICE = "advice";

    private FindingsPart() {}

    /** Empty where there is nothing to say. */
    static List<Element> render(Variant variant) {
        var parts = new ArrayList<Element>();
        List<Finding> findings = Stream.concat(variant.findings().stream(), variant.evaluation().findings().stream())
                .distinct()
                .filter(finding -> !isExplained(finding, variant.evaluation()))
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
        if (!findings.isEmpty()) {
            var list = Element.of("ul", "findings");
            findings.forEach(finding -> list.add(render(finding)));
            parts.add(list);
        }
        List<String> unmeasured = variant.evaluation().unmeasured();
        if (!unmeasured.isEmpty()) {
            var list = Element.of("ul", "plain");
            unmeasured.forEach(sentence -> list.add(Element.of("li").text(sentence)));
            parts.add(Parts.panel("Not measured", list));
        }
        return parts;
    }

    /** Advice is shown with the explanation that it follows from. */
    private static boolean isExplained(Finding finding, Evaluation evaluation) {
        return finding.code().equals(ADVICE) && evaluation.explanation().isPresent();
    }

    private static Element render(Finding finding) {
        boolean warning = finding.severity() == Severity.WARNING;
        var text = Element.of("div", "finding-text").text(finding.message() + " ");
        String subject = TensorNames.brief(finding.subject());
        // What the sentence names already need not be said again.
        if (!subject.isEmpty() && !finding.message().contains(subject)) {
            text.add(Parts.code(subject), Parts.text(" "));
        }
        text.add(Element.of("span", "muted").text(finding.code()));
        return Element.of("li", warning ? "finding warning" : "finding")
                .add(Element.of("span", "finding-mark").text(warning ? "Warning" : "Note"), text);
    }
}
