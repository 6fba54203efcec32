package io.lapidary.model.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.Model;
import io.lapidary.model.Signature;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.check.Finding.Severity;

/**
 * Checks the structure of a model: order of execution, sizes of buffers, counts of quantization parameters, references to
 * subgraphs, signatures. That every index leads somewhere is checked when a file is read already.
 */
public final class ModelChecker {
    private final List<Finding> findings = new ArrayList<>();

    private ModelChecker() {}

    /** All findings, subgraph by subgraph. */
    public static List<Finding> check(Model model) {
        var checker = new ModelChecker();
        for (Subgraph graph : model.subgraphs()) {
            checker.checkNames(graph);
            graph.tensors().forEach(tensor -> TensorChecks.check(tensor, checker.findings));
            OperatorChecks.check(graph, checker.findings);
        }
        model.signatures().forEach(checker::checkSignature);
        return List.copyOf(checker.findings);
    }

    /**
     * Fails at the first error; warnings are let pass.
     *
     * @throws LapidaryException CORRUPT_MODEL
     */
    public static void require(Model model) throws LapidaryException {
        var errors = check(model).stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more findings)";
            throw new LapidaryException(
                    ErrorCodes.CORRUPT_MODEL,
                    "The model's structure is broken: " + errors.get(0).message() + more + ".",
                    "Convert the model again.");
        }
    }

    private void checkNames(Subgraph graph) {
        Set<String> names = new HashSet<>();
        for (Tensor tensor : graph.tensors()) {
            if (!tensor.name().isEmpty() && !names.add(tensor.name())) {
                findings.add(Finding.of(Severity.WARNING, tensor, "another tensor has the same name"));
            }
        }
    }

    private void checkSignature(Signature signature) {
        var graph = signature.subgraph();
        signature.inputs().forEach((name, tensor) -> {
            if (!graph.inputs().contains(tensor)) {
                findings.add(Finding.of(
                        Severity.WARNING, tensor, signature + " calls it input '" + name + "', but it is no input"));
            }
        });
        signature.outputs().forEach((name, tensor) -> {
            if (!graph.outputs().contains(tensor)) {
                findings.add(Finding.of(
                        Severity.WARNING, tensor, signature + " calls it output '" + name + "', but it is no output"));
            }
        });
    }
}
