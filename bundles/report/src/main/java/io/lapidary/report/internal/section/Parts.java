package io.lapidary.report.internal.section;

import io.lapidary.api.Digest;
import io.lapidary.report.internal.format.Change;
import io.lapidary.report.internal.html.Element;
import io.lapidary.report.internal.html.Node;
import io.lapidary.report.internal.html.Text;

/** Small pieces that several sections show alike. */
final class Parts {
    private Parts() {}

    static Text text(String value) {
        return new Text(value);
    }

    static Element section(String title, Node... content) {
        return Element.of("section").add(Element.of("h2").text(title)).add(content);
    }

    static Element panel(String title, Node... content) {
        return Element.of("div", "panel").add(Element.of("h3").text(title)).add(content);
    }

    static Element note(String value) {
        return Element.of("p", "note").text(value);
    }

    static Element code(String value) {
        return Element.of("code").text(value);
    }

    static Element digest(Digest digest) {
        return code(digest.brief()).with("title", digest.hex());
    }

    /** A change as a coloured pill; its sign says the same as its colour. */
    static Element pill(Change change) {
        return Element.of("span", "pill " + tone(change)).text(change.text());
    }

    static String tone(Change change) {
        return switch (change.tone()) {
            case GOOD -> "good";
            case BAD -> "bad";
            case EVEN -> "even";
        };
    }

    static Element swatch(String classes) {
        return Element.of("span", "swatch " + classes).with("aria-hidden", "true");
    }
}
