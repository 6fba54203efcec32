package io.lapidary.engine.litert.child.interpreter;

import java.nio.file.Path;
import java.util.Map;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;

/** Finds computed tensors by name. */
public final class Computed {
    private Computed() {}

    /** @throws LapidaryException of code not-found, naming the nearest name */
    public static Tensor named(Map<String, Tensor> computed, String name, Path model) throws LapidaryException {
        Tensor tensor = computed.get(name);
        if (tensor == null) {
            throw new LapidaryException(
                    ErrorCodes.NOT_FOUND,
                    "Model " + model.getFileName() + " computes no tensor '" + name + "'.",
                    NearestName.question(name, computed.keySet())
                            .orElse("It computes " + computed.size() + " tensors."));
        }
        return tensor;
    }
}
