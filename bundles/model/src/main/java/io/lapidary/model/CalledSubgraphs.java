package io.lapidary.model;

import java.util.ArrayList;
import java.util.List;

import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.schema.FieldKind;

/** Finds the options that hold the index of a subgraph: the format names them all alike. */
final class CalledSubgraphs {
    private CalledSubgraphs() {}

    static List<Integer> of(FlatTable options) {
        var indices = new ArrayList<Integer>();
        for (var field : options.type().fields()) {
            boolean one =
                    field.name().endsWith("subgraph_index") || field.name().equals("subgraph");
            if (one && field.kind() == FieldKind.SCALAR) {
                indices.add(options.int32(field.id()));
            } else if (field.name().endsWith("subgraph_indices")) {
                for (int index : options.ints(field.id())) {
                    indices.add(index);
                }
            }
        }
        return indices;
    }
}
