package io.lapidary.evaluation.internal;

import java.util.List;
import java.util.Optional;

import io.lapidary.api.tensor.TensorSpec;

/** Finds out what a model is for, where the request does not say. */
final class TaskFinder {
    static final String CLASSIFICATION = "classification";

    private TaskFinder() {}

    /**
     * @param named by the request; empty if it names none
     * @param outputs of one sample
     * @param targets of one sample, if there are labels
     * @return {@code classification} for one row of scores and one integer per label; empty if nothing fits
     */
    static String find(String named, List<TensorSpec> outputs, Optional<TensorSpec> targets) {
        if (!named.isEmpty()) {
            return named;
        }
        boolean scores = outputs.size() == 1 && isRow(outputs.get(0));
        boolean classes = targets.filter(t -> !t.type().isFloat() && t.isStatic() && t.elements() == 1)
                .isPresent();
        return scores && classes ? CLASSIFICATION : "";
    }

    private static boolean isRow(TensorSpec output) {
        return output.elements() >= 2 && output.shape().stream().anyMatch(d -> d == output.elements());
    }
}
