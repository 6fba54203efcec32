package io.lapidary.api.backend;

import java.util.Objects;

/**
 * Where one operator runs.
 *
 * @param subgraph its index
 * @param operator its index within the subgraph
 * @param name the operator's type, as in {@code CONV_2D}
 * @param unit what runs it, as in {@code xnnpack} or {@code builtin}; empty if nothing does
 * @param reason why it is not on the backend's fast unit; empty if it is
 */
public record OperatorPlacement(int subgraph, int operator, String name, String unit, String reason) {
    public OperatorPlacement {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(reason, "reason");
    }
}
