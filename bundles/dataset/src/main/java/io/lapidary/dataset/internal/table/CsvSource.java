package io.lapidary.dataset.internal.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.dataset.DataOptions.Columns;
import io.lapidary.dataset.internal.source.DataErrors;
import io.lapidary.dataset.internal.source.Expansion;

/**
 * A file with a sample per row, read as often as is needed.
 *
 * @param columns of its first row
 * @param header whether the first row names them
 */
record CsvSource(DataSource source, char delimiter, CsvColumns columns, boolean header) {
    static CsvSource of(DataSource source, Columns asked) throws IOException, LapidaryException {
        try (CsvReader reader = reader(source, asked.delimiter())) {
            List<String> first = reader.next()
                    .orElseThrow(
                            () -> DataErrors.invalid(source.name(), "there are no samples", "Give at least one row."));
            boolean header = asked.header().orElseGet(() -> !first.stream().allMatch(CsvCell::isNumber));
            List<String> names = header
                    ? first.stream().map(String::strip).toList()
                    : IntStream.range(0, first.size()).mapToObj(String::valueOf).toList();
            return new CsvSource(source, asked.delimiter(), CsvColumns.of(source.name(), names, asked), header);
        }
    }

    /** A reader that stands before the first sample. */
    CsvReader samples() throws IOException, LapidaryException {
        CsvReader reader = reader(source, delimiter);
        try {
            if (header) {
                reader.next();
            }
            return reader;
        } catch (IOException | LapidaryException e) {
            reader.close();
            throw e;
        }
    }

    private static CsvReader reader(DataSource source, char delimiter) throws IOException {
        var in = Expansion.open(source.path());
        try {
            return new CsvReader(
                    source.name(),
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16),
                    delimiter);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The next row; each has as many cells as the first. */
    Optional<List<String>> next(CsvReader reader) throws IOException, LapidaryException {
        Optional<List<String>> row = reader.next();
        if (row.isPresent() && row.get().size() != columns.names().size()) {
            throw DataErrors.invalid(
                    source.name(),
                    "line " + reader.line() + " has " + row.get().size() + " cells, expected "
                            + columns.names().size(),
                    "Every row has one cell per column; is the option delimiter right?");
        }
        return row;
    }

    /** A cell that is no number. */
    LapidaryException noNumber(long line, int column, String cell) {
        return DataErrors.invalid(
                source.name(),
                "line " + line + ", column " + (column + 1) + " ('"
                        + columns.names().get(column) + "') " + CsvCell.describe(cell) + ", expected a number",
                columns.names().size() == 1
                        ? "Is the option delimiter right? Every line is one column; else clean the data."
                        : "Clean the data, or leave the column out (option columns).");
    }

    /** All columns that are read. */
    Iterator<Integer> read() {
        return IntStream.concat(
                        columns.samples().stream().mapToInt(i -> i),
                        columns.labels().stream().mapToInt(i -> i))
                .iterator();
    }
}
