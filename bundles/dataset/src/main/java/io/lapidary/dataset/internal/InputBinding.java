package io.lapidary.dataset.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.internal.source.DataErrors;

/**
 * Which array feeds which input: the one of its name, or of its key in the signature ({@code serving_default_KEY:0}, as the converter
 * names tensors); a single input also takes the array x, or the only array there is beside the labels.
 */
final class InputBinding {
    private static final String SINGLE = "x";
    private static final String SIGNATURE_PREFIX = "serving_default_";

    private InputBinding() {}

    /** One array per input, in the inputs' order. */
    static List<TensorSpec> bind(String data, List<TensorSpec> inputs, List<TensorSpec> arrays, Optional<String> labels)
            throws LapidaryException {
        var bound = new ArrayList<TensorSpec>();
        for (TensorSpec input : inputs) {
            Optional<TensorSpec> array = find(arrays, input.name()).or(() -> find(arrays, key(input.name())));
            if (array.isEmpty() && inputs.size() == 1) {
                var samples = arrays.stream()
                        .filter(a -> !labels.map(a.name()::equals).orElse(false))
                        .toList();
                array = find(samples, SINGLE)
                        .or(() -> samples.size() == 1 ? Optional.of(samples.get(0)) : Optional.empty());
            }
            bound.add(array.orElseThrow(() -> unbound(data, input, inputs, arrays)));
        }
        if (new LinkedHashSet<>(bound).size() < bound.size()) {
            throw DataErrors.mismatch(
                    data, "two inputs would be fed by one array, of " + names(arrays), "Name one array per input.");
        }
        return bound;
    }

    private static Optional<TensorSpec> find(List<TensorSpec> arrays, String name) {
        return arrays.stream().filter(a -> a.name().equals(name)).findFirst();
    }

    private static String key(String tensor) {
        String key = tensor.startsWith(SIGNATURE_PREFIX) ? tensor.substring(SIGNATURE_PREFIX.length()) : tensor;
        return key.replaceFirst(":\\d+$", "");
    }

    private static LapidaryException unbound(
            String data, TensorSpec input, List<TensorSpec> inputs, List<TensorSpec> arrays) {
        return DataErrors.mismatch(
                data,
                "it has no array for input '" + input.name() + "': the model's inputs are " + names(inputs)
                        + ", the data's arrays are " + names(arrays),
                inputs.size() == 1
                        ? "Name the array x, or as the input."
                        : "Give an .npz with one array per input, named as the inputs.");
    }

    private static String names(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::name).collect(Collectors.joining(", "));
    }
}
