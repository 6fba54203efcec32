package io.lapidary.report.internal.html;

/**
 * A style sheet of this bundle's own.
 *
 * @param css it is printed as it is, so nothing that a sender wrote may enter
 */
public record StyleSheet(String css) implements Node {
    public StyleSheet {
        if (css.contains("</")) {
            throw new IllegalArgumentException("a style sheet cannot hold '</'");
        }
    }

    @Override
    public void print(StringBuilder out) {
        out.append("<style>").append(css).append("</style>");
    }
}
