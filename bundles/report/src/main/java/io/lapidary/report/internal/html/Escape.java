package io.lapidary.report.internal.html;

/** Turns characters into HTML that shows them, and does nothing else. */
final class Escape {
    private Escape() {}

    static void text(String value, StringBuilder out) {
        value.codePoints().forEach(point -> append(point, out));
    }

    private static void append(int point, StringBuilder out) {
        switch (point) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            case '\n', '\t' -> out.appendCodePoint(point);
            default -> {
                if (isHidden(point)) {
                    out.append("\\u").append(String.format("%04X", point));
                } else {
                    out.appendCodePoint(point);
                }
            }
        }
    }

    /** Controls, lone surrogates and the marks that turn the direction of text: shown by number, for they could make a name look like another. */
    private static boolean isHidden(int point) {
        return Character.isISOControl(point)
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069)
                || point == 0x200E
                || point == 0x200F
                || point == 0xFEFF
                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                || (point & 0xFFFE) == 0xFFFE;
    }
}
