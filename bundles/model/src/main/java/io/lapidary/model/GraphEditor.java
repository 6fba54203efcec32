package io.lapidary.model;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.schema.Schema;

/** Changes a subgraph: its tensors, its operators and their order, what is wired to what, its inputs and outputs. */
public final class GraphEditor {
    private final ModelEditor editor;
    private final Subgraph graph;

    GraphEditor(ModelEditor editor, Subgraph graph) {
        this.editor = editor;
        this.graph = graph;
    }

    public Subgraph subgraph() {
        return graph;
    }

    /**
     * Adds a tensor without data.
     *
     * @param name not taken yet; see {@link #uniqueName}
     * @param shape may have dynamic dimensions
     */
    public TensorEditor addTensor(String name, TensorType type, Shape shape) {
        ModelEditor.require(graph.tensor(name).isEmpty(), "there is a tensor '" + name + "' in " + graph + " already");
        var table = new FlatTable(Schema.tflite().table("Tensor"));
        table.set(FieldIds.TENSOR_NAME, name);
        table.set(FieldIds.TENSOR_TYPE, type.code());
        table.setPresent(FieldIds.TENSOR_HAS_RANK, 1);
        var model = graph.model();
        if (model.bufferList().isEmpty()) {
            editor.addBuffer(BufferContent.NONE);
        }
        var tensor = new Tensor(graph, table, model.bufferList().get(0));
        graph.add(tensor);
        return new TensorEditor(editor, tensor).shape(shape);
    }

    /** The name itself if it is free, else with the first free number behind it. */
    public String uniqueName(String name) {
        Set<String> taken = graph.tensors().stream().map(Tensor::name).collect(Collectors.toSet());
        String free = name;
        for (int i = 1; taken.contains(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    /** A new builtin operator, in version 1 until told otherwise. It is put in its place by the builder's last call. */
    public OperatorBuilder operator(BuiltinOperator type) {
        return new OperatorBuilder(editor, graph, type, "");
    }

    /**
     * A new operator of the type, version and options of another one, which may be of another model. Its tensors are to be set.
     *
     * @throws IllegalArgumentException if it calls subgraphs, which belong to its own model
     */
    public OperatorBuilder operatorLike(Operator other) {
        ModelEditor.require(other.calledSubgraphs().isEmpty(), other + " calls subgraphs of its own model");
        return OperatorBuilder.like(editor, graph, other);
    }

    /**
     * Adds a tensor of the type, shape, quantization and data of another one, which may be of another model.
     *
     * @param name not taken yet; see {@link #uniqueName}
     * @throws IllegalArgumentException if its data is in a file of its own
     */
    public TensorEditor addTensorLike(String name, Tensor other) {
        ModelEditor.require(other.externalBuffer().isEmpty(), other + " has its data in another file");
        TensorEditor added = addTensor(name, other.type(), other.shapeSignature());
        other.sparsity().ifPresent(added::sparsity);
        if (!other.buffer().isEmpty()) {
            added.data(other.buffer().content());
        }
        if (other.blockwise().isPresent()) {
            Blockwise blocks = other.blockwise().get();
            int axis = other.quantization().orElseThrow().axis();
            Tensor scales =
                    addTensorLike(uniqueName(name + "_scales"), blocks.scales()).tensor();
            added.blockwise(
                    new Blockwise(
                            scales,
                            blocks.zeroPoints()
                                    .map(points -> addTensorLike(uniqueName(name + "_zero_points"), points)
                                            .tensor()),
                            blocks.blockSize()),
                    axis);
        } else {
            other.quantization().ifPresent(added::quantization);
        }
        return added;
    }

    /** A new custom operator. */
    public OperatorBuilder customOperator(String customCode) {
        return new OperatorBuilder(editor, graph, BuiltinOperator.CUSTOM, customCode);
    }

    /** QUANTIZE and DEQUANTIZE between this graph's tensors. */
    public ConversionEditor conversions() {
        return new ConversionEditor(editor, this);
    }

    /** Lets an operator run just before another one. */
    void move(Operator operator, Operator before) {
        remove(operator);
        graph.insert(before.index(), operator);
    }

    /** Takes an operator out. Its tensors stay, until {@link ModelEditor#compact}. */
    public GraphEditor remove(Operator operator) {
        requireMember(operator);
        graph.remove(operator);
        editor.operatorsMoved();
        return this;
    }

    /** Lets all that reads one tensor read another: operators, outputs of the graph, outputs of signatures. */
    public GraphEditor replaceUses(Tensor old, Tensor replacement) {
        replaceConsumers(old, replacement, operator -> true);
        return replaceOutput(old, replacement);
    }

    /** Lets those operators that read one tensor, and that are chosen, read another. */
    public GraphEditor replaceConsumers(Tensor old, Tensor replacement, Predicate<Operator> chosen) {
        requireMember(old);
        requireMember(replacement);
        for (Operator operator : old.consumers()) {
            if (chosen.test(operator)) {
                for (int i = 0; i < operator.inputCount(); i++) {
                    if (operator.input(i).filter(tensor -> tensor == old).isPresent()) {
                        editor.operator(operator).input(i, replacement);
                    }
                }
            }
        }
        return this;
    }

    /** Puts another tensor in the place of an output of the graph, and of its signatures. Does nothing if it is none. */
    public GraphEditor replaceOutput(Tensor old, Tensor replacement) {
        requireMember(replacement);
        graph.outputList().replaceAll(tensor -> tensor == old ? replacement : tensor);
        signatures().forEach(signature -> replace(signature.outputList(), old, replacement));
        return this;
    }

    /** Puts another tensor in the place of an input of the graph, and of its signatures. Its readers are not touched. */
    public GraphEditor replaceInput(Tensor old, Tensor replacement) {
        requireMember(replacement);
        graph.inputList().replaceAll(tensor -> tensor == old ? replacement : tensor);
        signatures().forEach(signature -> replace(signature.inputList(), old, replacement));
        return this;
    }

    /** Sets the graph's inputs; signatures are not touched. */
    public GraphEditor inputs(List<Tensor> tensors) {
        tensors.forEach(this::requireMember);
        graph.inputList().clear();
        graph.inputList().addAll(tensors);
        return this;
    }

    /** Sets the graph's outputs; signatures are not touched. */
    public GraphEditor outputs(List<Tensor> tensors) {
        tensors.forEach(this::requireMember);
        graph.outputList().clear();
        graph.outputList().addAll(tensors);
        return this;
    }

    /**
     * Removes operators whose outputs nothing reads, again and again. What has effects of its own stays.
     *
     * @return how many were removed
     */
    public int removeDeadOperators() {
        int before = graph.operators().size();
        for (int i = before - 1; i >= 0; i--) {
            var operator = graph.operator(i);
            if (isDead(operator)) {
                remove(operator);
            }
        }
        return before - graph.operators().size();
    }

    private boolean isDead(Operator operator) {
        boolean pure = !operator.outputs().isEmpty()
                && operator.calledSubgraphs().isEmpty()
                && operator.type() != BuiltinOperator.CUSTOM
                && operator.inputs().stream().noneMatch(Tensor::isVariable);
        return pure && operator.outputs().stream().allMatch(this::isUnread);
    }

    private boolean isUnread(Tensor tensor) {
        return tensor.consumerList().isEmpty()
                && !tensor.isOutput()
                && signatures()
                        .noneMatch(signature ->
                                signature.outputList().stream().anyMatch(binding -> binding.tensor() == tensor));
    }

    private Stream<Signature> signatures() {
        return graph.model().signatureList().stream().filter(signature -> signature.subgraph() == graph);
    }

    private static void replace(List<Signature.Binding> bindings, Tensor old, Tensor replacement) {
        bindings.replaceAll(
                binding -> binding.tensor() == old ? new Signature.Binding(binding.table(), replacement) : binding);
    }

    private void requireMember(Tensor tensor) {
        ModelEditor.require(tensor.subgraph() == graph, tensor + " is not part of " + graph);
    }

    private void requireMember(Operator operator) {
        ModelEditor.require(operator.index() >= 0, operator + " is not part of " + graph);
    }
}
