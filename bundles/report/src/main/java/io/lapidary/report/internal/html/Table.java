package io.lapidary.report.internal.html;

import java.util.ArrayList;
import java.util.List;

/** A table that a narrow screen shows as one block per row, every cell with its column's name before it. */
public final class Table {
    /**
     * @param title of the column
     * @param numeric whether its cells are set flush right
     */
    private record Column(String title, boolean numeric) {}

    private final List<Column> columns = new ArrayList<>();
    private final Element body = Element.of("tbody");

    public Table column(String title) {
        columns.add(new Column(title, false));
        return this;
    }

    public Table numbers(String title) {
        columns.add(new Column(title, true));
        return this;
    }

    /** A row; the first cell is its heading. */
    public Table row(Node... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        var row = Element.of("tr").with("role", "row");
        for (int i = 0; i < cells.length; i++) {
            Column column = columns.get(i);
            var cell = i == 0
                    ? Element.of("th").with("scope", "row").with("role", "rowheader")
                    : Element.of("td").with("role", "cell");
            if (column.numeric()) {
                cell.with("class", "num");
            }
            row.add(cell.with("data-label", column.title())
                    .add(Element.of("div", "value").add(cells[i])));
        }
        body.add(row);
        return this;
    }

    public boolean isEmpty() {
        return body.isEmpty();
    }

    public Element render() {
        var head = Element.of("tr").with("role", "row");
        for (Column column : columns) {
            var cell = Element.of("th")
                    .with("scope", "col")
                    .with("role", "columnheader")
                    .text(column.title());
            head.add(column.numeric() ? cell.with("class", "num") : cell);
        }
        // A style sheet that makes a table's parts blocks takes their meaning from a screen reader; the roles give it
        // back.
        return Element.of("table")
                .with("role", "table")
                .add(Element.of("thead").with("role", "rowgroup").add(head), body.with("role", "rowgroup"));
    }
}
