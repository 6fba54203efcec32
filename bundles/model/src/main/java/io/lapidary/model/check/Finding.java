package io.lapidary.model.check;

import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/**
 * One thing that is wrong.
 *
 * @param severity whether a runtime must refuse the model or compute wrongly, or it is merely odd
 * @param subgraph index of the subgraph; -1 for the model as a whole
 * @param operator index of the operator; -1 if it is not about one
 * @param tensor name of the tensor; empty if it is not about one
 * @param message what is wrong, naming all of this
 */
public record Finding(Severity severity, int subgraph, int operator, String tensor, String message) {
    /** How bad it is. */
    public enum Severity {
        ERROR,
        WARNING
    }

    static Finding of(Severity severity, Subgraph graph, String message) {
        return new Finding(severity, graph.index(), -1, "", graph + ": " + message);
    }

    static Finding of(Severity severity, Tensor tensor, String message) {
        var graph = tensor.subgraph();
        return new Finding(
                severity,
                graph.index(),
                -1,
                tensor.name(),
                graph + ", tensor " + tensor.index() + " '" + tensor.name() + "': " + message);
    }

    static Finding of(Severity severity, Operator operator, int index, String tensor, String message) {
        var graph = operator.subgraph();
        return new Finding(
                severity,
                graph.index(),
                index,
                tensor,
                graph + ", operator " + index + " (" + operator + "): " + message);
    }

    @Override
    public String toString() {
        return message;
    }
}
