package io.lapidary.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import io.lapidary.model.internal.flat.FlatTable;

/** A graph of operators in their order of execution. Read here, changed through {@link GraphEditor}. */
public final class Subgraph {
    private final Model model;
    private final FlatTable table;
    private final int index;
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();

    Subgraph(Model model, FlatTable table, int index) {
        this.model = model;
        this.table = table;
        this.index = index;
    }

    public Model model() {
        return model;
    }

    public int index() {
        return index;
    }

    /** Empty if the file names none. */
    public String name() {
        return table.text(FieldIds.GRAPH_NAME).orElse("");
    }

    /** All tensors by index; a live view. */
    public List<Tensor> tensors() {
        return Collections.unmodifiableList(tensors);
    }

    public Tensor tensor(int position) {
        return tensors.get(position);
    }

    /** The first tensor of that name. */
    public Optional<Tensor> tensor(String name) {
        return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }

    /** All operators in order of execution; a live view, so walk a copy while editing. */
    public List<Operator> operators() {
        return Collections.unmodifiableList(operators);
    }

    public Operator operator(int position) {
        return operators.get(position);
    }

    /** All operators of one type, in order; a copy. */
    public List<Operator> operators(BuiltinOperator type) {
        return operators.stream().filter(operator -> operator.type() == type).toList();
    }

    public List<Tensor> inputs() {
        return Collections.unmodifiableList(inputs);
    }

    public List<Tensor> outputs() {
        return Collections.unmodifiableList(outputs);
    }

    FlatTable table() {
        return table;
    }

    int indexOf(Operator operator) {
        return operators.indexOf(operator);
    }

    List<Tensor> tensorList() {
        return tensors;
    }

    List<Operator> operatorList() {
        return operators;
    }

    List<Tensor> inputList() {
        return inputs;
    }

    List<Tensor> outputList() {
        return outputs;
    }

    void add(Tensor tensor) {
        tensor.index(tensors.size());
        tensors.add(tensor);
    }

    /** Puts an operator in and lets its tensors know. */
    void insert(int position, Operator operator) {
        operators.add(position, operator);
        operator.inputs().forEach(tensor -> tensor.consumerList().add(operator));
        operator.outputs().forEach(tensor -> tensor.producerList().add(operator));
    }

    void remove(Operator operator) {
        if (operators.remove(operator)) {
            operator.inputs().forEach(tensor -> tensor.consumerList().remove(operator));
            operator.outputs().forEach(tensor -> tensor.producerList().remove(operator));
        }
    }

    @Override
    public String toString() {
        return "subgraph " + index + (name().isEmpty() ? "" : " '" + name() + "'");
    }
}
