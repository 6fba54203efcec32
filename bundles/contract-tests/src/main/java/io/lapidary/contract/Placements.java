package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.model.Model;
import io.lapidary.model.Subgraph;

/** What holds of placements. */
final class Placements {
    private Placements() {}

    static void requireEachOnce(Model model, List<OperatorPlacement> placements) {
        var expected = new ArrayList<String>();
        for (Subgraph graph : model.subgraphs()) {
            for (int i = 0; i < graph.operators().size(); i++) {
                expected.add(graph.index() + ":" + i + " " + graph.operator(i).typeName());
            }
        }
        assertThat(placements.stream().map(p -> p.subgraph() + ":" + p.operator() + " " + p.name()))
                .as("placements, by subgraph and operator")
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** A unit is fast, and needs no reason, or it is slow, and each operator on it has one. */
    static void requireReasons(List<OperatorPlacement> placements) {
        var fast = new HashSet<String>();
        placements.stream()
                .filter(placement -> placement.reason().isEmpty())
                .forEach(placement -> fast.add(placement.unit()));
        assertThat(fast).as("units that need no reason").doesNotContain("");
        for (OperatorPlacement placement : placements) {
            assertThat(placement.reason().isEmpty())
                    .as(placement + " has no reason, as others on the unit '" + placement.unit() + "'")
                    .isEqualTo(fast.contains(placement.unit()));
        }
    }
}
