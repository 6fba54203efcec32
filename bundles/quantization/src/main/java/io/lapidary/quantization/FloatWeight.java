package io.lapidary.quantization;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/**
 * A constant float32 tensor that operators read.
 *
 * @param tensor the constant
 * @param uses every place where an operator reads it
 */
public record FloatWeight(Tensor tensor, List<Use> uses) {
    /**
     * @param operator that reads it
     * @param input the position among the operator's inputs
     */
    public record Use(Operator operator, int input) {}

    public FloatWeight {
        uses = List.copyOf(uses);
    }

    /**
     * All of a model's, in order. Left out is what must stay as it is: outputs of a graph, sparse tensors, variables, weights
     * in a file of their own, and what a custom operator reads, of which is not known what it expects.
     */
    public static List<FloatWeight> of(Model model) {
        var weights = new ArrayList<FloatWeight>();
        for (Subgraph graph : model.subgraphs()) {
            for (Tensor tensor : graph.tensors()) {
                if (convertible(tensor)) {
                    weights.add(new FloatWeight(tensor, uses(tensor)));
                }
            }
        }
        return weights;
    }

    private static boolean convertible(Tensor tensor) {
        return tensor.isConstant()
                && tensor.type() == TensorType.FLOAT32
                && tensor.shape().isStatic()
                && !tensor.isOutput()
                && !tensor.isVariable()
                && !tensor.isSparse()
                && tensor.externalBuffer().isEmpty()
                && !tensor.consumers().isEmpty()
                && tensor.consumers().stream().noneMatch(FloatWeight::keepsConstants);
    }

    private static boolean keepsConstants(Operator operator) {
        return operator.type() == BuiltinOperator.CUSTOM
                || operator.type() == BuiltinOperator.DELEGATE
                || !operator.calledSubgraphs().isEmpty();
    }

    private static List<Use> uses(Tensor tensor) {
        var uses = new ArrayList<Use>();
        for (Operator operator : tensor.consumers()) {
            for (int i = 0; i < operator.inputCount(); i++) {
                if (operator.input(i).filter(t -> t == tensor).isPresent()) {
                    uses.add(new Use(operator, i));
                }
            }
        }
        return uses;
    }

    /** Its values, row-major, a view of the file. */
    public FloatBuffer values() {
        return tensor.data().asFloatBuffer();
    }

    public long elements() {
        return tensor.shape().elements();
    }
}
