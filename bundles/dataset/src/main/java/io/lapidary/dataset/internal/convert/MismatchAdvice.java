package io.lapidary.dataset.internal.convert;

import java.util.ArrayList;
import java.util.List;

/** What to do about a sample whose shape does not fit. */
final class MismatchAdvice {
    private static final int IMAGE_RANK = 3;

    private MismatchAdvice() {}

    static String of(List<Integer> expected, List<Integer> found) {
        List<Integer> open = ShapeMatch.withoutOnes(expected);
        if (expected.size() == IMAGE_RANK && found.size() == IMAGE_RANK) {
            if (ShapeMatch.match(withBatch(expected), List.of(found.get(1), found.get(2), found.get(0)))
                    .isPresent()) {
                return "The data seems to be stored channel by channel: add the option layout=NCHW.";
            }
            boolean sameSize = expected.subList(0, 2).equals(found.subList(0, 2));
            int channels = expected.get(2);
            if (sameSize && (channels == 1 || channels == 3)) {
                return "Add the option channels=" + channels + ".";
            }
            if (expected.get(2).equals(found.get(2)) && expected.get(0) > 0 && expected.get(1) > 0) {
                return "Add the option resize=" + expected.get(1) + "x" + expected.get(0) + ", or crop.";
            }
        }
        if (product(open) == product(found)) {
            return "The elements are as many: store them with the shape [samples, "
                    + expected.toString().substring(1) + ".";
        }
        return "The first dimension of an array counts its samples; the others must be those of the input, without its batch.";
    }

    private static List<Integer> withBatch(List<Integer> sample) {
        var shape = new ArrayList<>(List.of(1));
        shape.addAll(sample);
        return shape;
    }

    private static long product(List<Integer> shape) {
        return shape.stream().mapToLong(d -> d).reduce(1, (a, b) -> a * b);
    }
}
