package io.lapidary.quantization.integer.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.rule.Obstacles;
import io.lapidary.quantization.integer.rule.Reals;

/**
 * Places in different subgraphs that must have the same scale and zero point: what operators of control flow pass to subgraphs and
 * back, and what is assigned to and read from one variable. The operators of a joint are computed in integers together or not at
 * all.
 */
final class Joints {
    private record Joint(Set<Operator> operators, List<Slot> slots) {}

    private final List<Joint> joints = new ArrayList<>();
    /** Operators that decide together, each with all of them. */
    private final Map<Operator, Set<Operator>> companions = new HashMap<>();

    private final Map<Operator, String> obstacles = new HashMap<>();

    static Joints of(QuantizedGraphs graphs) {
        var joints = new Joints();
        var byCallee = new HashMap<Subgraph, Operator>();
        for (Operator operator : graphs.operators()) {
            SubgraphCall.of(operator).ifPresent(call -> joints.add(call, graphs, byCallee));
        }
        var access = VariableAccess.of(graphs.model());
        access.groups().forEach(group -> joints.add(group, graphs, access));
        return joints;
    }

    private void add(SubgraphCall call, QuantizedGraphs graphs, Map<Subgraph, Operator> byCallee) {
        Operator operator = call.operator();
        companions.computeIfAbsent(operator, o -> new LinkedHashSet<>(Set.of(o)));
        for (Subgraph graph : call.takers()) {
            join(operator, byCallee.computeIfAbsent(graph, g -> operator));
        }
        Optional<String> obstacle = call.obstacle()
                .or(() -> Obstacles.when(
                        !graphs.called().containsAll(call.takers()),
                        "it runs a subgraph that has a signature of its own"));
        if (obstacle.isPresent()) {
            obstacles.put(operator, obstacle.get());
        } else {
            call.joints().forEach(slots -> joints.add(new Joint(Set.of(operator), slots)));
        }
    }

    private void add(List<Operator> group, QuantizedGraphs graphs, VariableAccess access) {
        group.forEach(operator -> companions.computeIfAbsent(operator, o -> new LinkedHashSet<>(Set.of(o))));
        group.forEach(operator -> join(operator, group.get(0)));
        boolean within = group.stream().allMatch(operator -> graphs.contains(operator.subgraph()));
        Optional<String> obstacle = access.obstacle()
                .or(() -> Obstacles.when(!within, "its variable is used in a subgraph that stays in float32 too"));
        obstacle.ifPresent(reason -> group.forEach(operator -> obstacles.put(operator, reason)));
        if (obstacle.isEmpty()) {
            joints.add(new Joint(
                    Set.copyOf(group),
                    group.stream()
                            .map(VariableAccess::slot)
                            .filter(slot -> Reals.isReal(slot.tensor()))
                            .toList()));
        }
    }

    private void join(Operator one, Operator other) {
        Set<Operator> all = companions.get(one);
        Set<Operator> joining = companions.get(other);
        if (all != joining) {
            all.addAll(joining);
            joining.forEach(operator -> companions.put(operator, all));
        }
    }

    /** Why an operator cannot pass integers; empty if it can, or passes nothing. */
    Optional<String> obstacle(Operator operator) {
        return Optional.ofNullable(obstacles.get(operator));
    }

    /** What must have a known range for an operator to pass integers. */
    List<Tensor> tensors(Operator operator) {
        return joints.stream()
                .filter(joint -> joint.operators().contains(operator))
                .flatMap(joint -> joint.slots().stream())
                .map(Slot::tensor)
                .toList();
    }

    /** Gives a subgraph's inputs of which no range is known that of what is passed there. */
    void completeRanges(Map<Tensor, ValueRange> ranges) {
        for (Joint joint : joints) {
            Optional<ValueRange> passed = joint.slots().stream()
                    .map(Slot::tensor)
                    .filter(ranges::containsKey)
                    .map(ranges::get)
                    .reduce(ValueRange::union);
            inputs(joint.slots()).forEach(tensor -> passed.ifPresent(range -> ranges.putIfAbsent(tensor, range)));
        }
    }

    /** Adds those that cannot be integer because a companion is not. */
    void drawAlong(Map<Operator, String> islands) {
        for (Operator operator : List.copyOf(islands.keySet())) {
            for (Operator companion : companions.getOrDefault(operator, Set.of())) {
                islands.putIfAbsent(
                        companion, "it shares numbers with " + operator.type() + ", of which " + islands.get(operator));
            }
        }
    }

    /** The places that must agree, of joints all of whose operators are computed in integers. */
    List<List<Slot>> among(Set<Operator> operators) {
        return joints.stream()
                .filter(joint -> operators.containsAll(joint.operators()))
                .map(Joint::slots)
                .toList();
    }

    /** The inputs of subgraphs that integers are passed to. */
    Set<Tensor> inputsOf(Set<Operator> operators) {
        var inputs = new HashSet<Tensor>();
        for (List<Slot> slots : among(operators)) {
            inputs(slots).forEach(inputs::add);
        }
        return inputs;
    }

    private static Stream<Tensor> inputs(List<Slot> slots) {
        return slots.stream()
                .filter(Slot.Made.class::isInstance)
                .map(Slot::tensor)
                .filter(Tensor::isInput);
    }
}
