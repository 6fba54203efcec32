package io.lapidary.quantization.integer.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/**
 * Operators of the main graph by their place in the order of execution, as in {@code 0+3..5+-1}: the first is 0, the last -1. A
 * DEQUANTIZE of a constant does not count, since it is the form that a constant is stored in.
 */
final class PositionSet {
    private static final Pattern PART = Pattern.compile("(-?\\d{1,9})(?:\\.\\.(-?\\d{1,9}))?");

    private record Range(int first, int last) {}

    private final List<Range> ranges = new ArrayList<>();

    /** @throws LapidaryException of code invalid-parameter if the text is none of positions */
    static PositionSet of(String text, String parameter) throws LapidaryException {
        var set = new PositionSet();
        if (text.isBlank()) {
            return set;
        }
        for (String part : text.split("\\+", -1)) {
            Matcher found = PART.matcher(part.strip());
            if (!found.matches()) {
                throw new LapidaryException(
                        ErrorCodes.INVALID_PARAMETER,
                        "'" + part + "' is no position (parameter " + parameter + "=" + text + ").",
                        "Give numbers and ranges with '+' between, as in 0+3..5+-1; the first operator is 0, the last -1.");
            }
            int first = Integer.parseInt(found.group(1));
            set.ranges.add(new Range(first, found.group(2) == null ? first : Integer.parseInt(found.group(2))));
        }
        return set;
    }

    /** @throws LapidaryException of code invalid-parameter if the graph has no operator at a position */
    void requireWithin(Subgraph main, String parameter) throws LapidaryException {
        int count = counted(main).size();
        for (Range range : ranges) {
            int first = at(range.first(), count);
            int last = at(range.last(), count);
            if (first < 0 || last >= count || first > last) {
                throw new LapidaryException(
                        ErrorCodes.INVALID_PARAMETER,
                        "The model has no operators at " + range.first() + ".." + range.last() + " (parameter "
                                + parameter + "): its main graph has " + count + ".",
                        "Count from 0 to " + (count - 1) + ", or from -" + count + " to -1.");
            }
        }
    }

    boolean contains(Operator operator) {
        if (ranges.isEmpty()
                || operator.subgraph() != operator.subgraph().model().main()) {
            return false;
        }
        List<Operator> counted = counted(operator.subgraph());
        int position = counted.indexOf(operator);
        return position >= 0
                && ranges.stream()
                        .anyMatch(range -> position >= at(range.first(), counted.size())
                                && position <= at(range.last(), counted.size()));
    }

    private static int at(int position, int count) {
        return position < 0 ? position + count : position;
    }

    private static List<Operator> counted(Subgraph graph) {
        return graph.operators().stream()
                .filter(operator -> operator.type() != BuiltinOperator.DEQUANTIZE
                        || operator.input(0).filter(Tensor::isConstant).isEmpty())
                .toList();
    }
}
