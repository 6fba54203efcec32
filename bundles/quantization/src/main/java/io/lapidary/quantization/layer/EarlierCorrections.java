package io.lapidary.quantization.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import io.lapidary.api.work.Finding;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.CorrectedBias;

/**
 * Biases that an earlier step corrected for the rounding of weights to so many bits. Where the weights come out with other bits, or
 * stay float32, the correction is none.
 */
public final class EarlierCorrections {
    private final Annotations annotations;
    /** Each with its layer's weights. */
    private final Map<CorrectedBias, Tensor> corrected = new LinkedHashMap<>();

    /** @param model whose weights are float32 yet */
    public EarlierCorrections(Model model, Annotations annotations) {
        this.annotations = annotations;
        for (Subgraph graph : model.subgraphs()) {
            for (Operator operator : graph.operators()) {
                LinearLayer.reading(operator).ifPresent(this::look);
            }
        }
    }

    private void look(LinearLayer layer) {
        layer.bias()
                .flatMap(bias -> CorrectedBias.of(bias, annotations))
                .ifPresent(bias -> corrected.put(bias, layer.weights()));
    }

    /**
     * Takes back those that the weights, as they are stored now, do not ask for.
     *
     * @return a finding that names them, if there are such
     */
    public List<Finding> takeUnfitBack(ModelEditor editor) {
        var names = new TreeSet<String>();
        corrected.forEach((bias, weights) -> {
            if (storedBits(weights) != bias.shift().bits()) {
                bias.takeBack(annotations, editor);
                names.add(bias.tensor().name());
            }
        });
        if (names.isEmpty()) {
            return List.of();
        }
        annotations.write(editor);
        return List.of(Finding.note(
                "correction-taken-back",
                names.first(),
                names.size()
                        + " biases were corrected by an earlier step for weights of other bits than they have now, and are what"
                        + " they were before it. The first of them is '" + names.first() + "'."));
    }

    /** Bits of the integers that a weight is stored as; 0 if it is stored as none. */
    private static int storedBits(Tensor weight) {
        Optional<Tensor> behind = weight.producer()
                .filter(maker -> maker.type() == BuiltinOperator.DEQUANTIZE)
                .flatMap(maker -> maker.input(0));
        return switch (behind.orElse(weight).type()) {
            case INT8 -> 8;
            case INT4 -> 4;
            default -> 0;
        };
    }
}
