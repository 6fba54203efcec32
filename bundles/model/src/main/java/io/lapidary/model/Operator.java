package io.lapidary.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.schema.Schema;
import io.lapidary.model.internal.schema.TableType;

/** An operator of a subgraph. Read here, changed through {@link OperatorEditor}. */
public final class Operator {
    private final Subgraph subgraph;
    private final FlatTable table;
    private final List<Optional<Tensor>> inputs = new ArrayList<>();
    private final List<Optional<Tensor>> outputs = new ArrayList<>();
    private final List<Optional<Tensor>> intermediates = new ArrayList<>();
    private OperatorCode code;
    private BufferContent customOptions = BufferContent.NONE;

    Operator(Subgraph subgraph, FlatTable table, OperatorCode code) {
        this.subgraph = subgraph;
        this.table = table;
        this.code = code;
    }

    public Subgraph subgraph() {
        return subgraph;
    }

    /** The position in the subgraph's order of execution; -1 if it was removed. */
    public int index() {
        return subgraph.indexOf(this);
    }

    public BuiltinOperator type() {
        return code.type();
    }

    /** Whether it only writes numbers in another form: QUANTIZE or DEQUANTIZE. */
    public boolean isConversion() {
        return type() == BuiltinOperator.QUANTIZE || type() == BuiltinOperator.DEQUANTIZE;
    }

    public OperatorCode code() {
        return code;
    }

    public int version() {
        return code.version();
    }

    /** The name of a custom operator; empty for a builtin one. */
    public String customCode() {
        return code.customCode();
    }

    /** The type's name, or a custom operator's own. */
    public String typeName() {
        return code.typeName();
    }

    /** The name as sentences and tables show it: a custom operator's with the word before it. */
    public String title() {
        return code.title();
    }

    /** Its builtin options; all defaults where it has none. */
    public Options options() {
        return new Options(optionsTable().orElseGet(() -> new FlatTable(defaultOptions())));
    }

    /** The bytes of a custom operator's options (flexbuffers); empty if there are none. */
    public BufferContent customOptions() {
        return customOptions;
    }

    public int inputCount() {
        return inputs.size();
    }

    /** An input; empty where the operator leaves an optional one out, or has not so many. */
    public Optional<Tensor> input(int position) {
        return at(inputs, position);
    }

    /** The inputs that are there, in order. */
    public List<Tensor> inputs() {
        return present(inputs);
    }

    public int outputCount() {
        return outputs.size();
    }

    /** An output; empty where the operator has not so many. */
    public Optional<Tensor> output(int position) {
        return at(outputs, position);
    }

    /**
     * The first output.
     *
     * @throws IllegalStateException if it has none
     */
    public Tensor output() {
        return output(0).orElseThrow(() -> new IllegalStateException(this + " has no output"));
    }

    /** The outputs that are there, in order. */
    public List<Tensor> outputs() {
        return present(outputs);
    }

    public int intermediateCount() {
        return intermediates.size();
    }

    /** A tensor that an LSTM keeps inside. */
    public Optional<Tensor> intermediate(int position) {
        return at(intermediates, position);
    }

    public List<Tensor> intermediates() {
        return present(intermediates);
    }

    /** Indices of the subgraphs it calls (IF, WHILE, CALL_ONCE, composites and their like), as its options state them. */
    public List<Integer> calledSubgraphs() {
        return optionsTable().map(CalledSubgraphs::of).orElse(List.of());
    }

    Optional<FlatTable> optionsTable() {
        return table.table(FieldIds.OPERATOR_OPTIONS).or(() -> table.table(FieldIds.OPERATOR_OPTIONS_2));
    }

    /** The options table for this operator's type, an arbitrary empty one where it has none. */
    TableType defaultOptions() {
        var schema = Schema.tflite();
        return schema.optionsTable(type().name()).orElseGet(() -> schema.table("AbsOptions"));
    }

    FlatTable table() {
        return table;
    }

    void code(OperatorCode replacement) {
        code = replacement;
    }

    void customOptions(BufferContent content) {
        customOptions = content;
    }

    List<Optional<Tensor>> inputSlots() {
        return inputs;
    }

    List<Optional<Tensor>> outputSlots() {
        return outputs;
    }

    List<Optional<Tensor>> intermediateSlots() {
        return intermediates;
    }

    private static Optional<Tensor> at(List<Optional<Tensor>> slots, int position) {
        Objects.checkIndex(position, Integer.MAX_VALUE);
        return position < slots.size() ? slots.get(position) : Optional.empty();
    }

    private static List<Tensor> present(List<Optional<Tensor>> slots) {
        return slots.stream().flatMap(Optional::stream).toList();
    }

    /** {@code CONV_2D v1 -> 'name'}. */
    @Override
    public String toString() {
        return code + output(0).map(tensor -> " -> '" + tensor.name() + "'").orElse("");
    }
}
