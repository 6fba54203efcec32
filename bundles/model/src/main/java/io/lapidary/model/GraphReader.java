package io.lapidary.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.internal.ModelErrors;
import io.lapidary.model.internal.flat.FlatDocument;
import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.flat.FlatVector;

/** Builds the typed graph from the tables of a file: turns indices into references, and fails where one leads nowhere. */
final class GraphReader {
    /** References between operators and tensors; shared vectors could multiply them without end. */
    private static final int MOST_REFERENCES = 4_000_000;

    /** Buffers may share bytes, but all of them would be written again. */
    private static final long MOST_TIMES_BEHIND = 8;

    private static final int MOST_DIMENSIONS = 1024;

    /** Buffer.offset 0 and 1 mean that there is none: writers put 1 until they know the place. */
    private static final long LEAST_OFFSET = 2;

    private final ModelSource source;
    private final FlatTable root;
    private final List<UnknownField> unknown;
    private Model model;
    private int references;
    private long behindBytes;

    GraphReader(ModelSource source, FlatDocument document) {
        this.source = source;
        this.root = document.root();
        this.unknown = new ArrayList<>(document.unknown());
    }

    Model model() throws IOException, LapidaryException {
        findUnknownValues();
        model = new Model(root, unknown);
        readBuffers();
        for (FlatTable table : root.tables(FieldIds.MODEL_CODES)) {
            var code = new OperatorCode(table);
            code.index(model.codeList().size());
            model.codeList().add(code);
        }
        for (FlatTable table : root.tables(FieldIds.MODEL_SUBGRAPHS)) {
            model.subgraphList().add(readSubgraph(table));
        }
        if (model.subgraphList().isEmpty()) {
            throw ModelErrors.corrupt("it has no subgraph", "");
        }
        new EntryReader(model).read();
        return model;
    }

    private void findUnknownValues() {
        for (FlatTable code : root.tables(FieldIds.MODEL_CODES)) {
            if (new OperatorCode(code).type() == BuiltinOperator.UNKNOWN) {
                unknown.add(new UnknownField(
                        "OperatorCode", FieldIds.CODE_BUILTIN, "builtin operator " + new OperatorCode(code).number()));
            }
        }
        root.tables(FieldIds.MODEL_SUBGRAPHS).stream()
                .flatMap(graph -> graph.tables(FieldIds.GRAPH_TENSORS).stream())
                .map(tensor -> tensor.int32(FieldIds.TENSOR_TYPE))
                .filter(type -> TensorType.of(type) == TensorType.UNKNOWN)
                .distinct()
                .forEach(type -> unknown.add(new UnknownField("Tensor", FieldIds.TENSOR_TYPE, "tensor type " + type)));
    }

    private void readBuffers() throws IOException, LapidaryException {
        for (FlatTable table : root.tables(FieldIds.MODEL_BUFFERS)) {
            model.add(new Buffer(table, content(table, model.bufferList().size())));
        }
    }

    private BufferContent content(FlatTable table, int index) throws IOException, LapidaryException {
        var data = table.vector(FieldIds.BUFFER_DATA);
        if (data.isPresent()) {
            return data.get().count() == 0
                    ? BufferContent.NONE
                    : new BufferContent.Mapped(data.get().bytes(), false);
        }
        return behind(table, FieldIds.BUFFER_OFFSET, FieldIds.BUFFER_SIZE, "buffer " + index);
    }

    private BufferContent behind(FlatTable table, int offsetField, int sizeField, String what)
            throws IOException, LapidaryException {
        long offset = table.bits(offsetField);
        long size = table.bits(sizeField);
        if (size == 0 || Long.compareUnsigned(offset, LEAST_OFFSET) < 0) {
            return BufferContent.NONE;
        }
        var view = source.view(offset, size, what);
        behindBytes += size;
        if (behindBytes > MOST_TIMES_BEHIND * source.size()) {
            throw ModelErrors.corrupt("its buffers behind the flatbuffer overlap, many times over", what);
        }
        return new BufferContent.Mapped(view, true);
    }

    private Subgraph readSubgraph(FlatTable table) throws IOException, LapidaryException {
        var graph = new Subgraph(model, table, model.subgraphList().size());
        for (FlatTable tensor : table.tables(FieldIds.GRAPH_TENSORS)) {
            graph.add(readTensor(graph, tensor));
        }
        for (Tensor tensor : graph.tensorList()) {
            readDetails(graph, tensor);
        }
        graph.inputList().addAll(graphTensors(graph, FieldIds.GRAPH_INPUTS, "input"));
        graph.outputList().addAll(graphTensors(graph, FieldIds.GRAPH_OUTPUTS, "output"));
        for (FlatTable operator : table.tables(FieldIds.GRAPH_OPERATORS)) {
            graph.insert(graph.operatorList().size(), readOperator(graph, operator));
        }
        return graph;
    }

    private Tensor readTensor(Subgraph graph, FlatTable table) throws LapidaryException {
        String where = "tensor " + graph.tensorList().size() + " '"
                + table.text(FieldIds.TENSOR_NAME).orElse("") + "' of " + graph;
        for (int field : new int[] {FieldIds.TENSOR_SHAPE, FieldIds.TENSOR_SHAPE_SIGNATURE}) {
            if (table.vector(field).map(FlatVector::count).orElse(0) > MOST_DIMENSIONS) {
                throw ModelErrors.corrupt("a shape has more than " + MOST_DIMENSIONS + " dimensions", where);
            }
        }
        int buffer = table.int32(FieldIds.TENSOR_BUFFER);
        if (buffer < 0 || buffer >= model.bufferList().size()) {
            throw ModelErrors.corrupt(
                    "there is no buffer " + Integer.toUnsignedString(buffer) + " among "
                            + model.bufferList().size(),
                    where);
        }
        return new Tensor(graph, table, model.bufferList().get(buffer));
    }

    /** An index that leads nowhere stays as it is: some writers put -1 for "none", others leave zero points out. */
    private static void readDetails(Subgraph graph, Tensor tensor) {
        tensor.table()
                .table(FieldIds.TENSOR_QUANTIZATION)
                .flatMap(table -> table.table(FieldIds.QUANTIZATION_DETAILS))
                .filter(details -> !details.type().name().equals("CustomQuantization"))
                .ifPresent(details -> tensor.details(
                        optional(graph, details.int32(FieldIds.DETAILS_SCALES)),
                        details.has(FieldIds.DETAILS_ZERO_POINTS)
                                ? optional(graph, details.int32(FieldIds.DETAILS_ZERO_POINTS))
                                : Optional.empty()));
    }

    private static Optional<Tensor> optional(Subgraph graph, int index) {
        return index >= 0 && index < graph.tensorList().size() ? Optional.of(graph.tensor(index)) : Optional.empty();
    }

    private List<Tensor> graphTensors(Subgraph graph, int field, String what) throws LapidaryException {
        var tensors = new ArrayList<Tensor>();
        for (Optional<Tensor> tensor : references(graph, graph.table(), field, what, graph.toString())) {
            tensors.add(tensor.orElseThrow(() -> ModelErrors.corrupt("an " + what + " is missing", graph.toString())));
        }
        return tensors;
    }

    private Operator readOperator(Subgraph graph, FlatTable table) throws IOException, LapidaryException {
        int position = graph.operatorList().size();
        int code = table.int32(FieldIds.OPERATOR_CODE);
        if (code < 0 || code >= model.codeList().size()) {
            throw ModelErrors.corrupt(
                    "there is no operator code " + Integer.toUnsignedString(code) + " among "
                            + model.codeList().size(),
                    "operator " + position + " of " + graph);
        }
        var operator = new Operator(graph, table, model.codeList().get(code));
        String where = "operator " + position + " (" + operator.code() + ") of " + graph;
        operator.inputSlots().addAll(references(graph, table, FieldIds.OPERATOR_INPUTS, "input", where));
        operator.outputSlots().addAll(references(graph, table, FieldIds.OPERATOR_OUTPUTS, "output", where));
        operator.intermediateSlots()
                .addAll(references(graph, table, FieldIds.OPERATOR_INTERMEDIATES, "intermediate", where));
        operator.customOptions(customOptions(table, where));
        return operator;
    }

    private BufferContent customOptions(FlatTable table, String where) throws IOException, LapidaryException {
        var options = table.vector(FieldIds.OPERATOR_CUSTOM_OPTIONS);
        if (options.isPresent() && options.get().count() > 0) {
            return new BufferContent.Mapped(options.get().bytes(), false);
        }
        return behind(
                table, FieldIds.OPERATOR_LARGE_OFFSET, FieldIds.OPERATOR_LARGE_SIZE, "custom options of " + where);
    }

    private List<Optional<Tensor>> references(Subgraph graph, FlatTable table, int field, String what, String where)
            throws LapidaryException {
        var vector = table.vector(field);
        int count = vector.map(FlatVector::count).orElse(0);
        references += count;
        if (references > MOST_REFERENCES || references < 0) {
            throw ModelErrors.corrupt("its operators refer to more than " + MOST_REFERENCES + " tensors", where);
        }
        var tensors = new ArrayList<Optional<Tensor>>(count);
        for (int i = 0; i < count; i++) {
            int index = (int) vector.orElseThrow().bits(i);
            if (index < -1 || index >= graph.tensorList().size()) {
                throw ModelErrors.corrupt(
                        what + " " + i + " is tensor " + index + " of "
                                + graph.tensorList().size(),
                        where);
            }
            tensors.add(optional(graph, index));
        }
        return tensors;
    }
}
