package io.lapidary.report.internal.html;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** An element of HTML or SVG, built by chained calls. */
public final class Element implements Node {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");
    private static final Set<String> VOID = Set.of("meta", "br", "hr");
    /** Broken onto lines of their own, so that two pages can be compared line by line. */
    private static final Set<String> BLOCK = Set.of(
            "html", "head", "body", "header", "main", "footer", "section", "div", "table", "thead", "tbody", "tr", "ul",
            "ol", "li", "dl", "svg", "g", "details", "h1", "h2", "h3", "p");

    private final String tag;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Node> children = new ArrayList<>();

    private Element(String tag) {
        if (!NAME.matcher(tag).matches()) {
            throw new IllegalArgumentException("tag '" + tag + "'");
        }
        this.tag = tag;
    }

    public static Element of(String tag) {
        return new Element(tag);
    }

    /** An element of some class. */
    public static Element of(String tag, String classes) {
        return new Element(tag).with("class", classes);
    }

    public Element with(String attribute, String value) {
        if (!NAME.matcher(attribute).matches()) {
            throw new IllegalArgumentException("attribute '" + attribute + "'");
        }
        attributes.put(attribute, value);
        return this;
    }

    /** A number as an attribute, with at most two decimals. */
    public Element with(String attribute, double value) {
        return with(attribute, Numbers.plain(value));
    }

    public Element text(String value) {
        children.add(new Text(value));
        return this;
    }

    public Element add(Node... nodes) {
        children.addAll(List.of(nodes));
        return this;
    }

    public Element addAll(Collection<? extends Node> nodes) {
        children.addAll(nodes);
        return this;
    }

    public boolean isEmpty() {
        return children.isEmpty();
    }

    @Override
    public void print(StringBuilder out) {
        out.append('<').append(tag);
        attributes.forEach((name, value) -> {
            out.append(' ').append(name).append("=\"");
            Escape.text(value, out);
            out.append('"');
        });
        out.append('>');
        if (!VOID.contains(tag)) {
            children.forEach(child -> child.print(out));
            out.append("</").append(tag).append('>');
        }
        if (BLOCK.contains(tag)) {
            out.append('\n');
        }
    }

    @Override
    public String toString() {
        var out = new StringBuilder();
        print(out);
        return out.toString();
    }
}
