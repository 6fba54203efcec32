package io.lapidary.quantization;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.lapidary.api.work.Finding;
import io.lapidary.model.Tensor;

/** Names the weights for which an earlier step decided on a rounding that the integers asked for cannot take. */
public final class UnfitRoundings {
    private final Set<String> names = new TreeSet<>();

    /**
     * Looks at a weight; at the same one, as last.
     *
     * @param axis of its channels; -1 for one scale
     * @param format that it is stored in
     */
    public void check(Tensor weight, WeightDecision decision, int axis, WeightFormat format) {
        if (decision.isForOthers(axis, format)) {
            names.add(weight.name());
        } else {
            names.remove(weight.name());
        }
    }

    public List<Finding> findings() {
        if (names.isEmpty()) {
            return List.of();
        }
        String first = names.iterator().next();
        return List.of(Finding.note(
                "rounding-not-taken",
                first,
                names.size()
                        + " weights are rounded to the nearest, though an earlier step decided on their rounding: that was"
                        + " for other bits or other scales than they get here, or for 4-bit integers down to -8, which"
                        + " narrow_range=true leaves out. The first of them is '" + first + "'."));
    }
}
