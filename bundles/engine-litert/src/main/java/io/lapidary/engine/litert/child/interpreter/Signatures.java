package io.lapidary.engine.litert.child.interpreter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.bytedeco.tensorflowlite.StringIntMap;
import org.bytedeco.tensorflowlite.Subgraph;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.InterfaceTensor;
import io.lapidary.api.engine.ModelInterface;
import io.lapidary.api.engine.ModelSignature;

/** The ways in which a loaded model can be called. */
public final class Signatures {
    private Signatures() {}

    /**
     * @param key of the signature; empty where the model has none
     * @param subgraph which it calls
     */
    public record Signature(String key, int subgraph) {}

    /** All signatures; a model without one has its primary subgraph for it. */
    public static List<Signature> of(LoadedModel model) throws LapidaryException {
        var signatures = new ArrayList<Signature>();
        var keys = model.interpreter().signature_keys();
        for (long i = 0; i < keys.size(); i++) {
            String key = keys.get(i).getString();
            int subgraph = model.interpreter().GetSubgraphIndexFromSignature(key);
            if (subgraph < 0 || subgraph >= model.interpreter().subgraphs_size()) {
                throw new LapidaryException(
                        ErrorCodes.CORRUPT_MODEL,
                        "Model " + model.file().getFileName() + " has a signature '" + key + "' of subgraph " + subgraph
                                + ", which it has not.",
                        "Make the .tflite file again, or copy it again.");
            }
            signatures.add(new Signature(key, subgraph));
        }
        return signatures.isEmpty() ? List.of(new Signature("", 0)) : signatures;
    }

    public static Signature find(LoadedModel model, String key) throws LapidaryException {
        List<Signature> signatures = of(model);
        if (key.isEmpty()) {
            return signatures.get(0);
        }
        return signatures.stream()
                .filter(signature -> signature.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new LapidaryException(
                        ErrorCodes.NOT_FOUND,
                        "Model " + model.file().getFileName() + " has no signature '" + key + "'.",
                        "It has: "
                                + String.join(
                                        ", ",
                                        signatures.stream().map(Signature::key).toList()) + "."));
    }

    public static ModelInterface describe(LoadedModel model) throws LapidaryException {
        var described = new ArrayList<ModelSignature>();
        for (Signature signature : of(model)) {
            Subgraph subgraph = model.interpreter().subgraph(signature.subgraph());
            boolean named = !signature.key().isEmpty();
            Map<Integer, String> inputKeys =
                    named ? invert(model.interpreter().signature_inputs(signature.key())) : Map.of();
            Map<Integer, String> outputKeys =
                    named ? invert(model.interpreter().signature_outputs(signature.key())) : Map.of();
            described.add(new ModelSignature(
                    signature.key(),
                    tensors(subgraph, Invocation.indices(subgraph.inputs()), inputKeys),
                    tensors(subgraph, Invocation.indices(subgraph.outputs()), outputKeys)));
        }
        return new ModelInterface(described);
    }

    private static List<InterfaceTensor> tensors(Subgraph subgraph, int[] indices, Map<Integer, String> keys)
            throws LapidaryException {
        var tensors = new ArrayList<InterfaceTensor>();
        for (int index : indices) {
            var tensor = new Tensor(index, subgraph.tensor(index));
            tensors.add(new InterfaceTensor(
                    tensor.spec(tensor.declaredShape()),
                    keys.getOrDefault(index, tensor.name()),
                    tensor.scale(),
                    tensor.zeroPoint()));
        }
        return tensors;
    }

    private static Map<Integer, String> invert(StringIntMap names) {
        var inverse = new HashMap<Integer, String>();
        var end = names.end();
        for (var entry = names.begin(); !entry.equals(end); entry.increment()) {
            inverse.putIfAbsent(entry.second(), entry.first());
        }
        return inverse;
    }
}
