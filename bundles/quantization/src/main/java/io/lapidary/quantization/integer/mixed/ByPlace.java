package io.lapidary.quantization.integer.mixed;

import java.util.LinkedHashMap;
import java.util.Map;

import io.lapidary.model.Model;
import io.lapidary.model.Tensor;

/**
 * What is known of a model's tensors, to be found again when the same file is read anew.
 *
 * @param values by the tensor's place
 */
record ByPlace<T>(Map<Place, T> values) {
    /** Index of a subgraph, and of a tensor in it. */
    record Place(int subgraph, int tensor) {}

    static <T> ByPlace<T> of(Map<Tensor, T> known) {
        var values = new LinkedHashMap<Place, T>();
        known.forEach((tensor, value) -> values.put(new Place(tensor.subgraph().index(), tensor.index()), value));
        return new ByPlace<>(values);
    }

    /** @param model read from the file whose tensors these are, not edited yet */
    Map<Tensor, T> in(Model model) {
        var found = new LinkedHashMap<Tensor, T>();
        values.forEach((place, value) ->
                found.put(model.subgraphs().get(place.subgraph()).tensor(place.tensor()), value));
        return found;
    }
}
