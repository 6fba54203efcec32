package io.lapidary.report.internal.html;

import java.util.Objects;

/** Characters, escaped. */
public record Text(String value) implements Node {
    public Text {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public void print(StringBuilder out) {
        Escape.text(value, out);
    }
}
