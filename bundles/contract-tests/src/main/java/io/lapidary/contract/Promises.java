package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Signature;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/** Compares a model before and after a step. */
final class Promises {
    private Promises() {}

    static void sameInterfaceTypes(Model before, Model after) {
        assertThat(ports(after, Promises::typeOf))
                .as("types of inputs and outputs")
                .isEqualTo(ports(before, Promises::typeOf));
    }

    static void sameInterfaceShapes(Model before, Model after) {
        assertThat(ports(after, tensor -> tensor.shapeSignature().toString()))
                .as("shapes of inputs and outputs")
                .isEqualTo(ports(before, tensor -> tensor.shapeSignature().toString()));
    }

    static void sameTopology(Model before, Model after) {
        assertThat(wiring(after)).as("operators and what they read and make").isEqualTo(wiring(before));
        assertThat(names(after)).as("names of tensors").isEqualTo(names(before));
    }

    static void sameWeights(Model before, Model after) {
        Map<String, Tensor> kept = new HashMap<>();
        constants(after).forEach(tensor -> kept.put(key(tensor), tensor));
        for (Tensor tensor : constants(before)) {
            assertThat(kept).as("constants after the step").containsKey(key(tensor));
            Tensor now = kept.get(key(tensor));
            assertThat(now.type()).as("type of " + key(tensor)).isEqualTo(tensor.type());
            assertThat(now.data().equals(tensor.data()))
                    .as("values of " + key(tensor) + " are the same")
                    .isTrue();
        }
    }

    /**
     * Interfaces keep their names; and where an operator is kept, what it makes keeps its name: none may have lost its old
     * output's name while one of its type has an output of a new name.
     */
    static void sameNames(Model before, Model after) {
        assertThat(ports(after, Tensor::name)).as("names of inputs and outputs").isEqualTo(ports(before, Tensor::name));
        int graphs = Math.min(before.subgraphs().size(), after.subgraphs().size());
        for (int i = 0; i < graphs; i++) {
            Subgraph old = before.subgraphs().get(i);
            Subgraph now = after.subgraphs().get(i);
            var lost = made(old);
            var fresh = made(now);
            old.tensors().forEach(tensor -> remove(fresh, tensor.name()));
            now.tensors().forEach(tensor -> remove(lost, tensor.name()));
            for (BuiltinOperator type : lost.keySet()) {
                boolean renamed = !lost.get(type).isEmpty()
                        && !fresh.getOrDefault(type, Set.of()).isEmpty();
                assertThat(renamed)
                        .as(type + " made " + lost.get(type) + " and now makes " + fresh.get(type))
                        .isFalse();
            }
        }
    }

    static void sameSignatures(Model before, Model after) {
        assertThat(after.signatures().stream().map(Promises::describe).toList())
                .as("signatures")
                .isEqualTo(before.signatures().stream().map(Promises::describe).toList());
    }

    private static String describe(Signature signature) {
        return signature.key()
                + signature.inputs().keySet()
                + signature.outputs().keySet();
    }

    private static String typeOf(Tensor tensor) {
        return tensor.type() + tensor.quantization().map(q -> " " + q).orElse("");
    }

    /** Something of every input and output that a caller sees. */
    private static List<String> ports(Model model, java.util.function.Function<Tensor, String> what) {
        var graphs = new ArrayList<Subgraph>();
        graphs.add(model.main());
        model.signatures().forEach(signature -> graphs.add(signature.subgraph()));
        var ports = new ArrayList<String>();
        for (Subgraph graph : graphs.stream().distinct().toList()) {
            graph.inputs().forEach(tensor -> ports.add(graph.index() + " input: " + what.apply(tensor)));
            graph.outputs().forEach(tensor -> ports.add(graph.index() + " output: " + what.apply(tensor)));
        }
        return ports;
    }

    private static List<String> wiring(Model model) {
        var wiring = new ArrayList<String>();
        for (Subgraph graph : model.subgraphs()) {
            for (Operator operator : graph.operators()) {
                var read = new ArrayList<String>();
                for (int i = 0; i < operator.inputCount(); i++) {
                    read.add(operator.input(i).map(Tensor::name).orElse(""));
                }
                wiring.add(graph.index() + " " + operator.type() + operator.customCode() + read + " -> "
                        + operator.outputs().stream().map(Tensor::name).toList());
            }
        }
        return wiring;
    }

    private static Set<String> names(Model model) {
        var names = new HashSet<String>();
        model.subgraphs().forEach(graph -> graph.tensors().forEach(tensor -> names.add(key(tensor))));
        return names;
    }

    private static List<Tensor> constants(Model model) {
        return model.subgraphs().stream()
                .flatMap(graph -> graph.tensors().stream())
                .filter(Tensor::isConstant)
                .toList();
    }

    private static String key(Tensor tensor) {
        return tensor.subgraph().index() + ":" + tensor.name();
    }

    private static Map<BuiltinOperator, Set<String>> made(Subgraph graph) {
        var made = new HashMap<BuiltinOperator, Set<String>>();
        for (Operator operator : graph.operators()) {
            operator.outputs()
                    .forEach(tensor -> made.computeIfAbsent(operator.type(), type -> new HashSet<>())
                            .add(tensor.name()));
        }
        return made;
    }

    private static void remove(Map<BuiltinOperator, Set<String>> made, String name) {
        made.values().forEach(names -> names.remove(name));
    }
}
