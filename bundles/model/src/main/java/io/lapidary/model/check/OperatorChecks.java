package io.lapidary.model.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.check.Finding.Severity;

/** What must hold of a subgraph's operators: each tensor made once and before it is read, calls that lead somewhere. */
final class OperatorChecks {
    private final Subgraph graph;
    private final List<Finding> findings;
    private final Set<Tensor> available = new HashSet<>();
    private final Map<Tensor, Integer> madeBy = new HashMap<>();

    private OperatorChecks(Subgraph graph, List<Finding> findings) {
        this.graph = graph;
        this.findings = findings;
    }

    static void check(Subgraph graph, List<Finding> findings) {
        new OperatorChecks(graph, findings).check();
    }

    private void check() {
        available.addAll(graph.inputs());
        graph.tensors().stream()
                .filter(tensor -> tensor.isConstant()
                        || tensor.isVariable()
                        || tensor.externalBuffer().isPresent())
                .forEach(available::add);
        int index = 0;
        for (Operator operator : graph.operators()) {
            inputs(operator, index);
            outputs(operator, index);
            calls(operator, index);
            index++;
        }
        for (Tensor output : graph.outputs()) {
            if (!available.contains(output)) {
                findings.add(Finding.of(Severity.ERROR, output, "it is an output, but nothing makes it"));
            }
        }
    }

    private void inputs(Operator operator, int index) {
        for (Tensor tensor : operator.inputs()) {
            // A tensor of no elements has no bytes even where it is constant.
            boolean empty = tensor.shape().isStatic() && tensor.producer().isEmpty() && hasNoElements(tensor);
            if (!available.contains(tensor) && !empty) {
                String what = tensor.producer()
                        .map(producer -> "which is only made by operator " + producer.index())
                        .orElse("which nothing makes");
                findings.add(Finding.of(
                        Severity.ERROR, operator, index, tensor.name(), "reads '" + tensor.name() + "', " + what));
                available.add(tensor);
            }
        }
    }

    private static boolean hasNoElements(Tensor tensor) {
        for (int dim : tensor.shape().dims()) {
            if (dim == 0) {
                return true;
            }
        }
        return false;
    }

    private void outputs(Operator operator, int index) {
        for (Tensor tensor : operator.outputs()) {
            Integer other = madeBy.put(tensor, index);
            if (other != null) {
                findings.add(Finding.of(
                        Severity.ERROR,
                        operator,
                        index,
                        tensor.name(),
                        "makes '" + tensor.name() + "', which operator " + other + " makes already"));
            }
            if (tensor.isConstant()) {
                findings.add(Finding.of(
                        Severity.ERROR, operator, index, tensor.name(), "makes '" + tensor.name() + "', a constant"));
            }
            available.add(tensor);
        }
    }

    private void calls(Operator operator, int index) {
        int count = graph.model().subgraphs().size();
        for (int called : operator.calledSubgraphs()) {
            if (called < 0 || called >= count) {
                findings.add(
                        Finding.of(Severity.ERROR, operator, index, "", "calls subgraph " + called + " of " + count));
            } else if (called == graph.index() && operator.type() != BuiltinOperator.CUSTOM) {
                findings.add(Finding.of(Severity.ERROR, operator, index, "", "calls its own subgraph"));
            }
        }
    }
}
