package io.lapidary.backend.cpu.internal.artifact;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.lapidary.api.engine.InterfaceTensor;
import io.lapidary.api.engine.ModelInterface;
import io.lapidary.api.engine.ModelSignature;
import io.lapidary.model.Model;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/** Compares what the interpreter says of a model with what its file says. */
final class InterfaceCheck {
    private InterfaceCheck() {}

    /** The first difference, in words; empty if there is none. */
    static Optional<String> difference(Model model, ModelInterface seen) {
        Subgraph graph = model.signatures().isEmpty()
                ? model.main()
                : model.signatures().get(0).subgraph();
        ModelSignature primary = seen.primary();
        int signatures = Math.max(1, model.signatures().size());
        if (seen.signatures().size() != signatures) {
            return Optional.of(seen.signatures().size() + " signatures instead of " + signatures);
        }
        return difference("input", graph.inputs(), primary.inputs())
                .or(() -> difference("output", graph.outputs(), primary.outputs()));
    }

    private static Optional<String> difference(String what, List<Tensor> written, List<InterfaceTensor> seen) {
        if (written.size() != seen.size()) {
            return Optional.of(seen.size() + " " + what + "s instead of " + written.size());
        }
        for (int i = 0; i < written.size(); i++) {
            Tensor expected = written.get(i);
            InterfaceTensor found = seen.get(i);
            String type = found.spec().type().name().toLowerCase(Locale.ROOT);
            if (!expected.type().name().toLowerCase(Locale.ROOT).equals(type)) {
                return Optional.of(what + " " + i + " is " + type + " instead of " + expected.type());
            }
            if (expected.shape().rank() != found.spec().shape().size()) {
                return Optional.of(
                        what + " " + i + " has the shape " + found.spec().shape() + " instead of " + expected.shape());
            }
            float scale = expected.quantization()
                    .filter(q -> q.count() == 1)
                    .map(q -> q.scale(0))
                    .orElse(0f);
            if (found.isQuantized() && scale != found.scale()) {
                return Optional.of(what + " " + i + " has the scale " + found.scale() + " instead of " + scale);
            }
        }
        return Optional.empty();
    }
}
