package io.lapidary.quantization.integer.plan;

import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/** A place where numbers have a scale. */
public sealed interface Slot {
    /** What is there. */
    Tensor tensor();

    /** A tensor as it is made. */
    record Made(Tensor tensor) implements Slot {}

    /** A tensor as one operator reads it at one position. */
    record Use(Operator operator, int input) implements Slot {
        @Override
        public Tensor tensor() {
            return operator.input(input).orElseThrow();
        }
    }

    /** A tensor as those who run its graph get it, by position among the graph's outputs. */
    record Result(Subgraph graph, int position) implements Slot {
        @Override
        public Tensor tensor() {
            return graph.outputs().get(position);
        }
    }
}
