package io.lapidary.quantization.integer.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.integer.rule.Obstacles;
import io.lapidary.quantization.integer.rule.Reals;

/**
 * An operator that runs other subgraphs: IF, WHILE or STABLEHLO_COMPOSITE. The runtime copies bytes between it and them and looks at no
 * scale, so whatever passes must have the same parameters on both sides.
 *
 * @param operator that runs them
 * @param takers subgraphs that get the operator's inputs as theirs
 * @param makers subgraphs whose outputs become the operator's
 * @param firstArgument the operator's first input that is passed on
 */
public record SubgraphCall(Operator operator, List<Subgraph> takers, List<Subgraph> makers, int firstArgument) {
    public static Optional<SubgraphCall> of(Operator operator) {
        List<Subgraph> all = operator.subgraph().model().subgraphs();
        List<Integer> called = operator.calledSubgraphs();
        if (called.stream().anyMatch(index -> index < 0 || index >= all.size())) {
            return Optional.empty();
        }
        List<Subgraph> graphs = called.stream().<Subgraph>map(all::get).toList();
        return switch (operator.type()) {
            case IF -> graphs.size() == 2 ? call(operator, graphs, graphs, 1) : Optional.empty();
            case WHILE -> graphs.size() == 2 ? call(operator, graphs, graphs.subList(1, 2), 0) : Optional.empty();
            case STABLEHLO_COMPOSITE -> graphs.size() == 1 ? call(operator, graphs, graphs, 0) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<SubgraphCall> call(
            Operator operator, List<Subgraph> takers, List<Subgraph> makers, int firstArgument) {
        return Optional.of(new SubgraphCall(operator, takers, makers, firstArgument));
    }

    public boolean isLoop() {
        return operator.type() == BuiltinOperator.WHILE;
    }

    /** Why numbers that pass cannot be integers; empty if they can. */
    public Optional<String> obstacle() {
        int arguments = operator.inputCount() - firstArgument;
        boolean fits = takers.stream().allMatch(graph -> graph.inputs().size() == arguments)
                && makers.stream().allMatch(graph -> graph.outputs().size() == operator.outputCount())
                && (!isLoop() || arguments == operator.outputCount());
        if (!fits || !agrees()) {
            return Optional.of("the subgraphs that it runs do not fit its inputs and outputs");
        }
        boolean constant = makers.stream()
                .flatMap(graph -> graph.outputs().stream())
                .anyMatch(output -> Reals.isReal(output) && (output.isConstant() || output.isVariable()));
        return Obstacles.when(constant, "a subgraph that it runs returns a constant or a state");
    }

    /** Whether what passes is of real numbers on all sides or on none. */
    private boolean agrees() {
        boolean arguments = takers.stream()
                .allMatch(graph -> IntStream.range(0, graph.inputs().size())
                        .allMatch(i -> isReal(operator.input(firstArgument + i))
                                == isReal(Optional.of(graph.inputs().get(i)))));
        return arguments
                && makers.stream()
                        .allMatch(graph -> IntStream.range(0, graph.outputs().size())
                                .allMatch(i -> isReal(operator.output(i))
                                        == isReal(Optional.of(graph.outputs().get(i)))));
    }

    private static boolean isReal(Optional<Tensor> tensor) {
        return tensor.filter(Reals::isReal).isPresent();
    }

    /** Sets of places that must have the same parameters. */
    List<List<Slot>> joints() {
        var joints = new ArrayList<List<Slot>>();
        int arguments = operator.inputCount() - firstArgument;
        for (int i = 0; i < arguments; i++) {
            if (isReal(operator.input(firstArgument + i))) {
                var joint = new ArrayList<Slot>();
                for (Subgraph graph : takers) {
                    joint.add(new Slot.Made(graph.inputs().get(i)));
                }
                joint.add(new Slot.Use(operator, firstArgument + i));
                if (isLoop()) {
                    joint.addAll(results(i));
                }
                joints.add(joint);
            }
        }
        for (int i = 0; !isLoop() && i < operator.outputCount(); i++) {
            if (isReal(operator.output(i))) {
                joints.add(results(i));
            }
        }
        return joints;
    }

    private List<Slot> results(int position) {
        var slots = new ArrayList<Slot>();
        slots.add(new Slot.Made(operator.output(position).orElseThrow()));
        makers.forEach(graph -> slots.add(new Slot.Result(graph, position)));
        return slots;
    }
}
