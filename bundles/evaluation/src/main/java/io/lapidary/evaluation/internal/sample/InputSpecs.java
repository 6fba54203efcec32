package io.lapidary.evaluation.internal.sample;

import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.engine.InterfaceTensor;
import io.lapidary.api.engine.ModelSignature;
import io.lapidary.api.tensor.TensorSpec;

/** What samples must be, so that both models can be run on them. */
final class InputSpecs {
    private InputSpecs() {}

    /** Whether the two can be fed alike: as many inputs, each with as many elements in a sample. */
    static boolean match(ModelSignature original, ModelSignature result) {
        if (original.inputs().size() != result.inputs().size()) {
            return false;
        }
        for (int i = 0; i < original.inputs().size(); i++) {
            List<Integer> before = original.inputs().get(i).spec().shape();
            List<Integer> after = result.inputs().get(i).spec().shape();
            if (before.size() != after.size() || !alike(before, after)) {
                return false;
            }
        }
        return true;
    }

    /** Equal but for the batch and what is open until run time. */
    private static boolean alike(List<Integer> before, List<Integer> after) {
        for (int i = 1; i < before.size(); i++) {
            int a = before.get(i);
            int b = after.get(i);
            if (a != b && a >= 0 && b >= 0) {
                return false;
            }
        }
        return true;
    }

    /** The original's inputs by their names in its signature; in float where either model takes float, since the engine quantizes for the other. */
    static List<TensorSpec> of(ModelSignature original, ModelSignature result) {
        var specs = new ArrayList<TensorSpec>();
        for (int i = 0; i < original.inputs().size(); i++) {
            InterfaceTensor before = original.inputs().get(i);
            TensorSpec after = result.inputs().get(i).spec();
            var type = after.type().isFloat() ? after.type() : before.spec().type();
            specs.add(new TensorSpec(before.key(), type, before.spec().shape()));
        }
        return specs;
    }
}
