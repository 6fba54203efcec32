package io.lapidary.report.internal.section;

import java.util.TreeMap;

import io.lapidary.api.report.ReportRequest;
import io.lapidary.api.report.ReportRequest.Variant;
import io.lapidary.report.internal.html.Element;

/** Where everything came from: versions and whole digests. */
final class ProvenanceSection {
    private ProvenanceSection() {}

    static Element render(ReportRequest request) {
        var facts = new TreeMap<>(request.provenance());
        facts.put("original model", request.original().digest().hex());
        for (Variant variant : request.variants()) {
            facts.put("package: " + variant.name(), variant.model().digest().hex());
            variant.steps()
                    .forEach(step -> facts.put(
                            "technique: " + step.technique() + " " + step.version(),
                            step.jar().hex()));
        }
        var list = Element.of("dl", "provenance");
        facts.forEach((name, value) -> list.add(Element.of("div")
                .add(Element.of("dt").text(name), Element.of("dd").add(Parts.code(value)))));
        return Parts.section("Provenance", Element.of("div", "panel").add(list));
    }
}
