package io.lapidary.model;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Removes what nothing refers to any more, and numbers the rest anew. */
final class Compaction {
    private Compaction() {}

    static void run(Model model) {
        for (Subgraph graph : model.subgraphList()) {
            tensors(graph);
        }
        buffers(model);
        codes(model);
    }

    private static void tensors(Subgraph graph) {
        Set<Tensor> used = Collections.newSetFromMap(new IdentityHashMap<>());
        used.addAll(graph.inputList());
        used.addAll(graph.outputList());
        for (Operator operator : graph.operatorList()) {
            used.addAll(operator.inputs());
            used.addAll(operator.outputs());
            used.addAll(operator.intermediates());
        }
        for (Signature signature : graph.model().signatureList()) {
            signature.inputList().forEach(binding -> used.add(binding.tensor()));
            signature.outputList().forEach(binding -> used.add(binding.tensor()));
        }
        for (Tensor tensor : List.copyOf(used)) {
            tensor.detailScales().ifPresent(used::add);
            tensor.detailZeroPoints().ifPresent(used::add);
        }
        graph.tensorList().stream()
                .filter(tensor -> !used.contains(tensor))
                .forEach(tensor -> tensor.buffer().released());
        graph.tensorList().removeIf(tensor -> !used.contains(tensor));
        for (int i = 0; i < graph.tensorList().size(); i++) {
            graph.tensorList().get(i).index(i);
        }
    }

    private static void buffers(Model model) {
        Set<Buffer> named = new HashSet<>(model.metadataBufferList());
        model.bufferList().removeIf(buffer -> buffer.index() != 0 && buffer.users() == 0 && !named.contains(buffer));
        numberBuffers(model);
    }

    /** Removes one buffer if nothing refers to it. */
    static void removeUnused(Model model, Buffer buffer) {
        boolean unused = buffer.index() != 0
                && buffer.users() == 0
                && !model.metadataBufferList().contains(buffer);
        if (unused && model.bufferList().remove(buffer)) {
            numberBuffers(model);
        }
    }

    private static void numberBuffers(Model model) {
        for (int i = 0; i < model.bufferList().size(); i++) {
            model.bufferList().get(i).index(i);
        }
    }

    private static void codes(Model model) {
        Set<OperatorCode> used = new HashSet<>();
        for (Subgraph graph : model.subgraphList()) {
            graph.operatorList().forEach(operator -> used.add(operator.code()));
        }
        model.codeList().removeIf(code -> !used.contains(code));
        for (int i = 0; i < model.codeList().size(); i++) {
            model.codeList().get(i).index(i);
        }
    }
}
