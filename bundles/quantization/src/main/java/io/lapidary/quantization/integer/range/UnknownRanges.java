package io.lapidary.quantization.integer.range;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.integer.plan.IntegerPlan;
import io.lapidary.quantization.integer.plan.ScaleAssignment;
import io.lapidary.quantization.integer.preparation.Groundwork;
import io.lapidary.quantization.integer.rule.OperatorRule;
import io.lapidary.quantization.integer.rule.OperatorRules;
import io.lapidary.quantization.integer.rule.Reals;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Looks for activations of which nothing is known though integers are to stand for them. */
record UnknownRanges(Groundwork ground, IntegerScheme scheme, Set<Tensor> known) {
    /** @throws LapidaryException of code missing-data that names the first of them */
    void requireNone() throws LapidaryException {
        for (Operator operator : ground.graphs().operators()) {
            boolean integer = IntegerPlan.computesReals(operator)
                    && ground.leaves(operator).isEmpty()
                    && OperatorRules.obstacle(operator, scheme).isEmpty();
            if (integer) {
                for (Tensor tensor : activations(operator)) {
                    if (!isKnown(tensor)) {
                        throw unknown(cause(tensor));
                    }
                }
            }
        }
    }

    private static List<Tensor> activations(Operator operator) {
        var activations = new ArrayList<Tensor>();
        ScaleAssignment.dataUses(operator).forEach(use -> activations.add(use.tensor()));
        operator.outputs().stream().filter(Reals::isReal).forEach(activations::add);
        OperatorRules.of(operator.type())
                .flatMap(OperatorRule::stateful)
                .ifPresent(kernel -> activations.addAll(kernel.measured(operator)));
        return activations;
    }

    private boolean isKnown(Tensor tensor) {
        return tensor.isConstant() || known.contains(tensor);
    }

    /** The first before it that is not known. */
    private Tensor cause(Tensor unknown) {
        Tensor cause = unknown;
        Optional<Tensor> before = Optional.of(unknown);
        while (before.isPresent()) {
            cause = before.get();
            before = cause.producer()
                    .flatMap(maker -> maker.inputs().stream()
                            .filter(input -> Reals.isReal(input) && !isKnown(input))
                            .findFirst());
        }
        return cause;
    }

    private LapidaryException unknown(Tensor tensor) {
        String name = tensor.name();
        Optional<Operator> maker = tensor.producer();
        boolean input = tensor.isInput() && ground.graphs().entries().contains(tensor.subgraph());
        String why = maker.map(found -> "what " + found.title() + " makes of its inputs is not known")
                .orElse("it is given at run time");
        return new LapidaryException(
                ErrorCodes.MISSING_DATA,
                scheme.id() + ": there are no representative samples, and the range of " + (input ? "the input " : "")
                        + "'" + name + "' follows from nothing else" + (input ? "." : ": " + why + "."),
                input
                        ? "Give samples (--representative), or the range of the input, as in input_range=-1:1."
                        : "Give samples (--representative), or its range, as in ranges=" + name
                                + "=-1:1, or leave what reads or makes it in float32 (float_operators, exclude).");
    }
}
