package io.lapidary.shell.view;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of a width. */
public final class Paragraph {
    private Paragraph() {}

    /**
     * @param indent of every line but the first, which begins with {@code first}
     */
    public static List<String> wrap(String text, int width, String first, String indent) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.strip().split("\\s+")) {
            if (!empty && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(Plain.of(word));
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }
}
