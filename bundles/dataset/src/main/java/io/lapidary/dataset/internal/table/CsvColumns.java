package io.lapidary.dataset.internal.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.dataset.DataOptions.Columns;
import io.lapidary.dataset.internal.source.DataErrors;

/**
 * Which columns of a table are samples and which are labels.
 *
 * @param names of all columns
 * @param samples indices of columns
 * @param labels indices of columns; none without labels
 */
record CsvColumns(List<String> names, List<Integer> samples, List<Integer> labels) {
    private static final List<String> LABEL_NAMES = List.of("label", "y", "labels");

    /** Names of columns that an error lists at most. */
    private static final int SHOWN = 50;

    /** @throws LapidaryException of code invalid-parameter if a column that is asked for is not there */
    static CsvColumns of(String data, List<String> names, Columns asked) throws LapidaryException {
        if (new HashSet<>(names).size() < names.size()) {
            throw DataErrors.invalid(
                    data, "two columns have one name, among " + names, "Name each column differently.");
        }
        var labels = indices(data, names, asked.labels());
        if (asked.labels().isEmpty()) {
            LABEL_NAMES.stream()
                    .filter(name -> names.contains(name) && !asked.samples().contains(name))
                    .findFirst()
                    .ifPresent(name -> labels.add(names.indexOf(name)));
        }
        var samples = indices(data, names, asked.samples());
        if (asked.samples().isEmpty()) {
            IntStream.range(0, names.size()).filter(i -> !labels.contains(i)).forEach(samples::add);
        }
        return new CsvColumns(names, List.copyOf(samples), List.copyOf(labels));
    }

    private static List<Integer> indices(String data, List<String> names, List<String> asked) throws LapidaryException {
        var indices = new ArrayList<Integer>();
        for (String name : asked) {
            int index = names.indexOf(name);
            if (index < 0) {
                throw DataErrors.option(data, "there is no column '" + name + "'", hint(name, names));
            }
            indices.add(index);
        }
        return indices;
    }

    /** Of a wide table not all names are listed, but the nearest is looked for among all: labels are often the last column. */
    private static String hint(String name, List<String> names) {
        if (names.size() <= SHOWN) {
            return NearestName.hint(name, names);
        }
        return NearestName.question(name, names).map(question -> question + " ").orElse("") + "The first of "
                + names.size() + " are: " + String.join(", ", names.subList(0, SHOWN)) + "; the last is '"
                + names.get(names.size() - 1) + "'.";
    }
}
