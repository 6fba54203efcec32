package io.lapidary.quantization.integer.preparation;

import java.util.List;
import java.util.Optional;

import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.CorrectedBias;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.rule.WeightChoice;

/**
 * Biases that an earlier step corrected for the rounding of weights. The correction stays where the rounding of the weights was
 * decided too; else weights may come out otherwise than that step could know, and it is taken back, to be made anew.
 */
final class EarlierShifts {
    private static final int BITS = 8;

    private final Annotations annotations;
    private final WeightChoice weights;

    EarlierShifts(Annotations annotations, WeightChoice weights) {
        this.annotations = annotations;
        this.weights = weights;
    }

    /** @return how many biases were set back */
    int takeBack(List<Subgraph> graphs, ModelEditor editor) {
        int changed = 0;
        for (Subgraph graph : graphs) {
            for (Operator operator : graph.operators()) {
                Optional<CorrectedBias> stale = OperatorRules.of(operator.type())
                        .flatMap(OperatorRule::bias)
                        .flatMap(slot -> stale(operator, slot));
                if (stale.isPresent()) {
                    stale.get().takeBack(annotations, editor);
                    changed++;
                }
            }
        }
        return changed;
    }

    private Optional<CorrectedBias> stale(Operator operator, OperatorRule.Bias slot) {
        Optional<Tensor> weight = operator.input(slot.weight().input());
        return operator.input(slot.input())
                .flatMap(bias -> CorrectedBias.of(bias, annotations))
                .filter(bias -> bias.shift().bits() != BITS
                        || weight.filter(weights::isDecided).isEmpty());
    }
}
