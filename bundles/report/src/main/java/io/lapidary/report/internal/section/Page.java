package io.lapidary.report.internal.section;

import java.io.IOException;

import io.lapidary.api.report.ReportRequest;
import io.lapidary.api.report.ReportRequest.Variant;
import io.lapidary.report.internal.html.Element;
import io.lapidary.report.internal.html.StyleSheet;

/** The page as a whole. */
public final class Page {
    private Page() {}

    /** The page's HTML; equal requests give equal text. */
    public static String render(ReportRequest request, StyleSheet style) throws IOException {
        var main = Element.of("main").add(HeaderSection.render(request));
        if (request.variants().size() > 1) {
            main.add(OverviewSection.render(request));
        }
        for (Variant variant : request.variants()) {
            main.add(VariantSection.render(variant));
        }
        if (request.variants().size() == 1) {
            main.add(OverviewSection.render(request));
        }
        main.add(Parts.section(
                "Plan", Element.of("div", "panel plan").add(Element.of("p").text(request.planReason()))));
        main.add(ProvenanceSection.render(request));
        var out = new StringBuilder("<!DOCTYPE html>\n");
        Element.of("html")
                .with("lang", "en")
                .add(head(request, style), Element.of("body").add(main))
                .print(out);
        return out.toString();
    }

    private static Element head(ReportRequest request, StyleSheet style) {
        return Element.of("head")
                .add(
                        Element.of("meta").with("charset", "utf-8"),
                        // Nothing is fetched and nothing runs, even if a name got past the escaping.
                        Element.of("meta")
                                .with("http-equiv", "Content-Security-Policy")
                                .with("content", "default-src 'none'; style-src 'unsafe-inline'"),
                        Element.of("meta")
                                .with("name", "viewport")
                                .with("content", "width=device-width, initial-scale=1"),
                        Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
                        Element.of("title").text(request.modelName() + " · Lapidary"),
                        style);
    }
}
