package io.lapidary.dataset.internal.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.internal.source.DataErrors;

/**
 * A sample per row: the array x of all columns that are samples, each such column as an array of its own name, and the labels. A
 * column of integers alone is int64, any other float64. The file is read twice, first to count and check it.
 */
final class CsvStream implements SampleStream {
    private static final String ALL = "x";

    private final String data;
    private final CsvSource source;
    private final CsvReader reader;
    private final long count;
    private final Map<String, List<Integer>> arrays;
    private final List<TensorSpec> specs;
    private final Optional<String> labels;
    private final Map<String, ByteBuffer> sample = new HashMap<>();
    private List<String> selected;

    private CsvStream(CsvSource source, CsvReader reader, long count, boolean[] fractions) {
        this.data = source.source().name();
        this.source = source;
        this.reader = reader;
        this.count = count;
        CsvColumns columns = source.columns();
        labels = columns.labels().isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(
                        ",", columns.labels().stream().map(columns.names()::get).toList()));
        arrays = arrays(columns, labels);
        specs = arrays.entrySet().stream()
                .map(array -> spec(array.getKey(), array.getValue(), fractions))
                .toList();
        selected = List.copyOf(arrays.keySet());
    }

    static CsvStream open(CsvSource source) throws IOException, LapidaryException {
        boolean[] fractions = new boolean[source.columns().names().size()];
        long count = 0;
        try (CsvReader reader = source.samples()) {
            for (var row = source.next(reader); row.isPresent(); row = source.next(reader)) {
                for (var read = source.read(); read.hasNext(); ) {
                    int column = read.next();
                    String cell = row.get().get(column);
                    if (!CsvCell.isNumber(cell)) {
                        throw source.noNumber(reader.line(), column, cell);
                    }
                    fractions[column] |= !CsvCell.isInteger(cell);
                }
                count++;
            }
        }
        return new CsvStream(source, source.samples(), count, fractions);
    }

    /** The labels' name comes first, so that no column of samples hides it. */
    private static Map<String, List<Integer>> arrays(CsvColumns columns, Optional<String> labels) {
        var arrays = new LinkedHashMap<String, List<Integer>>();
        labels.ifPresent(name -> arrays.put(name, columns.labels()));
        if (!columns.samples().isEmpty()) {
            arrays.putIfAbsent(ALL, columns.samples());
        }
        if (columns.samples().size() > 1) {
            columns.samples().forEach(c -> arrays.putIfAbsent(columns.names().get(c), List.of(c)));
        }
        return arrays;
    }

    private TensorSpec spec(String name, List<Integer> columns, boolean[] fractions) {
        boolean single = columns.size() == 1 && !name.equals(ALL);
        ElementType type = columns.stream().anyMatch(c -> fractions[c]) ? ElementType.FLOAT64 : ElementType.INT64;
        return new TensorSpec(name, type, single ? List.of() : List.of(columns.size()));
    }

    @Override
    public List<TensorSpec> arrays() {
        return specs;
    }

    @Override
    public Optional<String> labels() {
        return labels;
    }

    @Override
    public void select(Collection<String> names) {
        selected = List.copyOf(names);
    }

    @Override
    public Optional<Long> count() {
        return Optional.of(count);
    }

    /** A row's numbers may be an image's. */
    @Override
    public boolean isFlat() {
        return true;
    }

    @Override
    public Optional<Map<String, ByteBuffer>> next() throws LapidaryException {
        Optional<List<String>> row = row();
        if (row.isEmpty()) {
            return Optional.empty();
        }
        sample.clear();
        for (TensorSpec spec : specs) {
            if (selected.contains(spec.name())) {
                sample.put(spec.name(), elements(spec, row.get()));
            }
        }
        return Optional.of(sample);
    }

    private ByteBuffer elements(TensorSpec spec, List<String> row) throws LapidaryException {
        List<Integer> columns = arrays.get(spec.name());
        var elements = ByteBuffer.allocate(columns.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int column : columns) {
            String cell = row.get(column);
            if (!CsvCell.isNumber(cell)) {
                throw source.noNumber(reader.line(), column, cell);
            }
            if (spec.type() == ElementType.INT64) {
                elements.putLong((long) CsvCell.number(cell));
            } else {
                elements.putDouble(CsvCell.number(cell));
            }
        }
        return elements.flip();
    }

    private Optional<List<String>> row() throws LapidaryException {
        try {
            return source.next(reader);
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }

    @Override
    public void skip(long samples) throws LapidaryException {
        long left = samples;
        while (left > 0 && row().isPresent()) {
            left--;
        }
    }

    @Override
    public void close() throws LapidaryException {
        try {
            reader.close();
        } catch (IOException e) {
            throw DataErrors.unreadable(data, e);
        }
    }
}
