package io.lapidary.model.annotation;

import java.util.Comparator;

import io.lapidary.model.Tensor;

/**
 * A tensor's identity across steps.
 *
 * @param subgraph index of its subgraph
 * @param name its name
 */
record TensorKey(int subgraph, String name) implements Comparable<TensorKey> {
    private static final Comparator<TensorKey> ORDER =
            Comparator.comparingInt(TensorKey::subgraph).thenComparing(TensorKey::name);

    static TensorKey of(Tensor tensor) {
        return new TensorKey(tensor.subgraph().index(), tensor.name());
    }

    @Override
    public int compareTo(TensorKey other) {
        return ORDER.compare(this, other);
    }
}
