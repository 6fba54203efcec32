package io.lapidary.shell.view;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Columns of text, as wide as they must be: the first to the left, those that hold numbers to the right. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<String> head;
    private final boolean[] right;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param head a heading that begins with {@code >} makes its column align to the right */
    public TextTable(String... head) {
        this.head = new ArrayList<>();
        right = new boolean[head.length];
        for (int i = 0; i < head.length; i++) {
            right[i] = head[i].startsWith(">");
            this.head.add(right[i] ? head[i].substring(1) : head[i]);
        }
    }

    public void row(String... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + head.size() + " columns");
        }
        rows.add(Stream.of(cells).map(Plain::of).toList());
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines, no wider than the screen where there is one: what does not fit is cut in the last column. */
    public List<String> lines(Screen screen, String indent) {
        int[] widths = widths();
        var lines = new ArrayList<String>();
        if (head.stream().anyMatch(cell -> !cell.isEmpty())) {
            lines.add(Style.FAINT.on(screen, line(head, widths, screen, indent)));
        }
        rows.forEach(row -> lines.add(line(row, widths, screen, indent)));
        return lines;
    }

    public void print(PrintStream out, Screen screen, String indent) {
        lines(screen, indent).forEach(out::println);
    }

    private int[] widths() {
        int[] widths = new int[head.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = head.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths, Screen screen, String indent) {
        var line = new StringBuilder(indent);
        for (int i = 0; i < widths.length; i++) {
            String space = " ".repeat(widths[i] - cells.get(i).length());
            line.append(right[i] ? space + cells.get(i) : cells.get(i) + space).append(GAP);
        }
        String text = line.toString().stripTrailing();
        return screen.terminal() && text.length() > screen.width()
                ? text.substring(0, screen.width() - 3) + "..."
                : text;
    }
}
