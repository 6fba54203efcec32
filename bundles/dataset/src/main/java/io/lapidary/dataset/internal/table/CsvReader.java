package io.lapidary.dataset.internal.table;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.dataset.internal.source.DataErrors;

/** Rows of cells (RFC 4180): cells may be quoted, a quote in them is doubled, lines end with LF, CRLF or CR. Empty lines are passed over. */
final class CsvReader implements Closeable {
    private static final int LONGEST_ROW = 1 << 24;
    /** More than the elements of a large image; a cell costs some hundred bytes of memory, however short it is. */
    private static final int MOST_CELLS = 1 << 18;

    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final int END = -1;

    private final String data;
    private final Reader in;
    private final char delimiter;
    private final StringBuilder cell = new StringBuilder();
    private int ahead;
    private long line = 1;
    private long rowLine = 1;
    private int rowLength;

    /** @param in buffered */
    CsvReader(String data, Reader in, char delimiter) throws IOException {
        this.data = data;
        this.in = in;
        this.delimiter = delimiter;
        ahead = in.read();
        if (ahead == BYTE_ORDER_MARK) {
            ahead = in.read();
        }
    }

    /** The line on which the row that came last began, from 1. */
    long line() {
        return rowLine;
    }

    /** The next row; empty at the end. */
    Optional<List<String>> next() throws IOException, LapidaryException {
        while (ahead == '\n' || ahead == '\r') {
            advance();
        }
        if (ahead == END) {
            return Optional.empty();
        }
        rowLine = line;
        rowLength = 0;
        var cells = new ArrayList<String>();
        cells.add(cell());
        while (ahead == delimiter) {
            advance();
            if (cells.size() == MOST_CELLS) {
                throw over(MOST_CELLS + " cells");
            }
            cells.add(cell());
        }
        if (ahead != '\n' && ahead != '\r' && ahead != END) {
            throw broken("has text after a closing quote");
        }
        return Optional.of(cells);
    }

    private String cell() throws IOException, LapidaryException {
        cell.setLength(0);
        if (ahead == '"') {
            quoted();
        } else {
            while (ahead != delimiter && ahead != '\n' && ahead != '\r' && ahead != END) {
                take();
            }
        }
        return cell.toString();
    }

    private void quoted() throws IOException, LapidaryException {
        advance();
        while (true) {
            if (ahead == END) {
                throw broken("has a quote that is not closed");
            }
            if (ahead == '"') {
                advance();
                if (ahead != '"') {
                    return;
                }
            }
            take();
        }
    }

    private void take() throws IOException, LapidaryException {
        if (++rowLength > LONGEST_ROW) {
            throw over(LONGEST_ROW + " characters");
        }
        if (ahead == 0) {
            throw DataErrors.invalid(
                    data,
                    "the row at line " + rowLine
                            + " holds a zero byte, as text in UTF-16 and files of other formats do",
                    "Save it as text in UTF-8.");
        }
        cell.append((char) ahead);
        advance();
    }

    private void advance() throws IOException {
        int passed = ahead;
        ahead = in.read();
        if (passed == '\n' || passed == '\r' && ahead != '\n') {
            line++;
        }
    }

    private LapidaryException over(String limit) {
        return DataErrors.unsupported(
                data,
                "the row at line " + rowLine + " is over the limit of " + limit,
                "Is it a text file with a sample per line? Save large samples with numpy.savez.");
    }

    private LapidaryException broken(String what) {
        return DataErrors.invalid(
                data, "the row at line " + rowLine + " " + what, "Quote whole cells, and write a quote in them twice.");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
