package io.lapidary.quantization.equalization;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/** Finds the pairs of layers of a model, in order of execution. */
final class PairFinder {
    private final List<Tensor> between = new ArrayList<>();
    private final List<Tensor> clips = new ArrayList<>();
    private final Layer first;
    private Optional<Tensor> rectified = Optional.empty();
    private boolean shiftPasses = true;

    private PairFinder(Layer first) {
        this.first = first;
    }

    static List<Pair> find(Model model) {
        var pairs = new ArrayList<Pair>();
        for (Subgraph graph : model.subgraphs()) {
            for (Operator operator : graph.operators()) {
                Layer.of(operator)
                        .flatMap(layer -> new PairFinder(layer).follow())
                        .ifPresent(pairs::add);
            }
        }
        return pairs;
    }

    private Optional<Pair> follow() {
        int channels = first.geometry().outputs();
        Tensor tensor = first.operator().output();
        if (!note(Passage.ofActivation(first.activation()), tensor)) {
            return Optional.empty();
        }
        while (true) {
            Optional<Operator> reader = Uses.onlyReader(tensor);
            if (reader.isEmpty()) {
                return Optional.empty();
            }
            Tensor data = tensor;
            Optional<Layer> second = Layer.of(reader.get()).filter(layer -> layer.data() == data);
            if (second.isPresent()) {
                return pair(second.get());
            }
            Passage passage = Passage.of(reader.get(), tensor, channels);
            if (passage == Passage.BLOCKED) {
                return Optional.empty();
            }
            tensor = reader.get().output();
            note(passage, tensor);
        }
    }

    /** Takes note of a tensor and what made it of the channels; false if that ends the way. */
    private boolean note(Passage passage, Tensor made) {
        between.add(made);
        switch (passage) {
            case AFFINE -> {}
            case LINEAR -> shiftPasses = false;
            case RELU -> rectify(made);
            case RELU6 -> {
                clips.add(made);
                shiftPasses = false;
            }
            case BLOCKED -> {
                return false;
            }
        }
        return true;
    }

    /** A second RELU would cut off what is shifted below zero behind the first; the first one must be the only. */
    private void rectify(Tensor made) {
        if (rectified.isPresent()) {
            shiftPasses = false;
        }
        rectified = Optional.of(made);
    }

    private Optional<Pair> pair(Layer second) {
        if (second.geometry().inputs() % first.geometry().outputs() != 0) {
            return Optional.empty();
        }
        boolean absorbs =
                shiftPasses && first.bias().isPresent() && second.bias().isPresent() && second.readsNoPadding();
        return Optional.of(new Pair(first, second, between, clips, rectified.filter(tensor -> absorbs)));
    }
}
