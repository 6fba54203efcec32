package io.lapidary.api.metric;

import java.util.Objects;
import java.util.Set;

/**
 * @param id as in {@code top1}
 * @param tasks which tasks it is taken for, as in {@code classification}; empty for every task
 * @param primary whether it is what {@code max_accuracy_drop} means for its tasks
 * @param higherIsBetter whether more of it is better
 * @param needsTargets whether it needs labelled data
 * @param needsReference whether it compares with the original model's outputs
 * @param unit of its value; empty for a share from 0 to 1
 * @param description one sentence
 */
public record MetricDescriptor(
        String id,
        Set<String> tasks,
        boolean primary,
        boolean higherIsBetter,
        boolean needsTargets,
        boolean needsReference,
        String unit,
        String description) {
    public MetricDescriptor {
        Objects.requireNonNull(id, "id");
        tasks = Set.copyOf(tasks);
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(description, "description");
    }
}
