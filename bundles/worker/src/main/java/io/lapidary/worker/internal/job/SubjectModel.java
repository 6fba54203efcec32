package io.lapidary.worker.internal.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.model.Model;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.check.ModelChecker;

/** Reads from a model what the platform itself needs to know of it. */
final class SubjectModel {
    private SubjectModel() {}

    /** Refuses one that is broken before any step is, so that no technique is blamed for what it was given. */
    static Model sound(ModelFile file, String name) throws LapidaryException {
        Model model = read(file, name);
        try {
            ModelChecker.require(model);
            return model;
        } catch (LapidaryException e) {
            throw e.about(name);
        }
    }

    static Model read(ModelFile file, String name) throws LapidaryException {
        try {
            return TfliteReader.read(file.path());
        } catch (LapidaryException e) {
            throw e.about(name);
        } catch (IOException e) {
            throw new LapidaryException(
                    ErrorCodes.STORE_UNAVAILABLE, "Cannot read " + name + ": " + e.getMessage() + ".", "", e);
        }
    }

    /**
     * What samples are bound to: the inputs of the first signature by its keys, or of the main subgraph by tensor names; with
     * their batch dimension, -1 where it is dynamic.
     */
    static List<TensorSpec> inputs(Model model) throws LapidaryException {
        Map<String, Tensor> named = new LinkedHashMap<>();
        if (model.signatures().isEmpty()) {
            model.main().inputs().forEach(tensor -> named.put(tensor.name(), tensor));
        } else {
            var signature = model.signatures().get(0);
            // In the order in which the interpreter takes them, which is the subgraph's.
            for (Tensor input : signature.subgraph().inputs()) {
                String key = signature.inputs().entrySet().stream()
                        .filter(e -> e.getValue().index() == input.index())
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(input.name());
                named.put(key, input);
            }
        }
        var specs = new ArrayList<TensorSpec>();
        for (var input : named.entrySet()) {
            specs.add(spec(input.getKey(), input.getValue()));
        }
        return specs;
    }

    private static TensorSpec spec(String name, Tensor tensor) throws LapidaryException {
        var shape = new ArrayList<Integer>();
        int rank = tensor.shape().rank();
        for (int i = 0; i < rank; i++) {
            boolean open = tensor.shapeSignature().rank() == rank
                    && tensor.shapeSignature().dim(i) < 0;
            shape.add(open ? -1 : tensor.shape().dim(i));
        }
        return new TensorSpec(name, elementType(tensor), shape);
    }

    private static ElementType elementType(Tensor tensor) throws LapidaryException {
        TensorType type = tensor.type();
        for (ElementType known : ElementType.values()) {
            if (known.name().equals(type.name())) {
                return known;
            }
        }
        throw new LapidaryException(
                ErrorCodes.UNSUPPORTED_MODEL,
                "The model's input '" + tensor.name() + "' is of type " + type + ", of which no samples can be made.",
                "Give a model whose inputs are numeric.");
    }
}
