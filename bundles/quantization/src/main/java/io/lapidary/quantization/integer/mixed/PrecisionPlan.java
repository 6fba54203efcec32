package io.lapidary.quantization.integer.mixed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;

/**
 * The precision of operators by their place. As text, runs of neighbours with {@code +} between, those of further subgraphs
 * after the subgraph's index: {@code int8:0-4+float16:5+int8:6-9+float16:1/0-3}.
 *
 * @param precisions of the operators that are named; others stay float32
 */
public record PrecisionPlan(SortedMap<OperatorPlace, Precision> precisions) {
    private static final Pattern RUN = Pattern.compile("([a-z0-9]+):(?:(\\d{1,6})/)?(\\d{1,9})(?:-(\\d{1,9}))?");
    private static final int MOST_OPERATORS = 1_000_000;

    public PrecisionPlan {
        precisions = Collections.unmodifiableSortedMap(new TreeMap<>(precisions));
    }

    public Precision of(OperatorPlace place) {
        return precisions.getOrDefault(place, Precision.FLOAT32);
    }

    /** @throws LapidaryException of code invalid-parameter, naming the part that cannot be read */
    public static PrecisionPlan parse(String text) throws LapidaryException {
        var precisions = new TreeMap<OperatorPlace, Precision>();
        for (String part : text.strip().split("\\+", -1)) {
            Matcher run = RUN.matcher(part.strip());
            if (!run.matches()) {
                throw refusal("'" + part + "' of the plan is not of the form int8:0-4.");
            }
            Precision precision = precision(run.group(1));
            int subgraph = run.group(2) == null ? 0 : Integer.parseInt(run.group(2));
            int first = Integer.parseInt(run.group(3));
            int last = run.group(4) == null ? first : Integer.parseInt(run.group(4));
            if (last < first || last - first > MOST_OPERATORS) {
                throw refusal("'" + part + "' of the plan is no run of operators.");
            }
            for (int position = first; position <= last; position++) {
                Precision before = precisions.put(new OperatorPlace(subgraph, position), precision);
                if (before != null && before != precision) {
                    throw refusal("The plan gives operator " + position + " of subgraph " + subgraph + " both "
                            + before.id() + " and " + precision.id() + ".");
                }
            }
        }
        return new PrecisionPlan(precisions);
    }

    private static Precision precision(String id) throws LapidaryException {
        List<String> known =
                Arrays.stream(Precision.values()).map(Precision::id).toList();
        int found = known.indexOf(id);
        if (found < 0) {
            throw refusal("There is no precision '" + id + "'. " + NearestName.hint(id, known));
        }
        return Precision.values()[found];
    }

    private static LapidaryException refusal(String what) {
        return new LapidaryException(
                ErrorCodes.INVALID_PARAMETER, what, "A plan is written as in int8:0-4+float16:5+int8:6-9.");
    }

    /** What {@link #parse} reads. */
    public String text() {
        var runs = new ArrayList<String>();
        var entries = new ArrayList<Entry<OperatorPlace, Precision>>(precisions.entrySet());
        for (int i = 0; i < entries.size(); ) {
            int end = i + 1;
            while (end < entries.size() && continues(entries.get(end - 1), entries.get(end))) {
                end++;
            }
            OperatorPlace first = entries.get(i).getKey();
            int last = entries.get(end - 1).getKey().position();
            runs.add(entries.get(i).getValue().id() + ":" + (first.subgraph() == 0 ? "" : first.subgraph() + "/")
                    + first.position() + (last == first.position() ? "" : "-" + last));
            i = end;
        }
        return String.join("+", runs);
    }

    private static boolean continues(
            Map.Entry<OperatorPlace, Precision> one, Map.Entry<OperatorPlace, Precision> next) {
        return one.getValue() == next.getValue()
                && one.getKey().subgraph() == next.getKey().subgraph()
                && one.getKey().position() + 1 == next.getKey().position();
    }
}
