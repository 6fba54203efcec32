package io.lapidary.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import io.lapidary.model.internal.flat.FlatStream;
import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.flat.FlatVector;
import io.lapidary.model.internal.schema.ScalarType;

/** Turns the typed graph into tables again: references into indices, contents into vectors or places behind the flatbuffer. */
final class GraphWriter {
    /** Bytes that go behind the flatbuffer; their place is set once the flatbuffer's size is known. */
    record Behind(FlatTable table, int offsetField, BufferContent content) {}

    /** Holds the place until the offset is known; 0 and 1 mean "none". */
    private static final long PLACE_HOLDER = 2;

    private final Model model;
    private final Predicate<Buffer> goesBehind;
    private final List<Behind> behind = new ArrayList<>();

    /**
     * @param goesBehind whether a buffer with content is put behind the flatbuffer
     */
    GraphWriter(Model model, Predicate<Buffer> goesBehind) {
        this.model = model;
        this.goesBehind = goesBehind;
    }

    List<Behind> behind() {
        return behind;
    }

    FlatTable root() {
        var root = model.table().copy();
        put(root, FieldIds.MODEL_CODES, model.codeList(), OperatorCode::table);
        put(root, FieldIds.MODEL_SUBGRAPHS, model.subgraphList(), this::subgraph);
        put(root, FieldIds.MODEL_BUFFERS, model.bufferList(), this::buffer);
        put(root, FieldIds.MODEL_METADATA, model.metadataList(), GraphWriter::metadata);
        put(root, FieldIds.MODEL_SIGNATURES, model.signatureList(), GraphWriter::signature);
        int[] metadataBuffers =
                model.metadataBufferList().stream().mapToInt(Buffer::index).toArray();
        put(root, FieldIds.MODEL_METADATA_BUFFER, metadataBuffers);
        return root;
    }

    private FlatTable subgraph(Subgraph graph) {
        var table = graph.table().copy();
        put(table, FieldIds.GRAPH_TENSORS, graph.tensorList(), GraphWriter::tensor);
        put(table, FieldIds.GRAPH_OPERATORS, graph.operatorList(), this::operator);
        put(table, FieldIds.GRAPH_INPUTS, indices(graph.inputList()));
        put(table, FieldIds.GRAPH_OUTPUTS, indices(graph.outputList()));
        return table;
    }

    private static FlatTable tensor(Tensor tensor) {
        var table = tensor.table().copy();
        put(table, FieldIds.TENSOR_BUFFER, tensor.buffer().index());
        if (tensor.detailScales().isPresent() || tensor.detailZeroPoints().isPresent()) {
            var quantization =
                    table.table(FieldIds.TENSOR_QUANTIZATION).orElseThrow().copy();
            var details = quantization
                    .table(FieldIds.QUANTIZATION_DETAILS)
                    .orElseThrow()
                    .copy();
            tensor.detailScales().ifPresent(scales -> put(details, FieldIds.DETAILS_SCALES, scales.index()));
            tensor.detailZeroPoints().ifPresent(points -> put(details, FieldIds.DETAILS_ZERO_POINTS, points.index()));
            quantization.set(FieldIds.QUANTIZATION_DETAILS, details);
            table.set(FieldIds.TENSOR_QUANTIZATION, quantization);
        }
        return table;
    }

    private FlatTable operator(Operator operator) {
        var table = operator.table().copy();
        put(table, FieldIds.OPERATOR_CODE, operator.code().index());
        put(table, FieldIds.OPERATOR_INPUTS, slots(operator.inputSlots()));
        put(table, FieldIds.OPERATOR_OUTPUTS, slots(operator.outputSlots()));
        put(table, FieldIds.OPERATOR_INTERMEDIATES, slots(operator.intermediateSlots()));
        if (operator.customOptions() instanceof BufferContent.Mapped mapped && mapped.behind()) {
            table.setPresent(FieldIds.OPERATOR_LARGE_OFFSET, PLACE_HOLDER);
            table.setPresent(FieldIds.OPERATOR_LARGE_SIZE, mapped.size());
            behind.add(new Behind(table, FieldIds.OPERATOR_LARGE_OFFSET, mapped));
        }
        return table;
    }

    private FlatTable buffer(Buffer buffer) {
        var content = buffer.content();
        var table = buffer.source().copy();
        if (content.isEmpty()) {
            return table;
        }
        table.clear(FieldIds.BUFFER_DATA);
        if (goesBehind.test(buffer)) {
            table.setPresent(FieldIds.BUFFER_OFFSET, PLACE_HOLDER);
            table.setPresent(FieldIds.BUFFER_SIZE, content.size());
            behind.add(new Behind(table, FieldIds.BUFFER_OFFSET, content));
            return table;
        }
        if (content instanceof BufferContent.Mapped mapped && mapped.behind()) {
            table.clear(FieldIds.BUFFER_OFFSET);
            table.clear(FieldIds.BUFFER_SIZE);
        }
        if (content instanceof BufferContent.Computed computed) {
            table.set(FieldIds.BUFFER_DATA, new FlatStream(computed.size(), computed::writeTo));
        } else {
            table.set(FieldIds.BUFFER_DATA, new FlatVector(ScalarType.UBYTE, content.data()));
        }
        return table;
    }

    private static FlatTable metadata(Model.Entry entry) {
        var table = entry.table().copy();
        put(table, FieldIds.METADATA_BUFFER, entry.buffer().index());
        return table;
    }

    private static FlatTable signature(Signature signature) {
        var table = signature.table().copy();
        put(table, FieldIds.SIGNATURE_SUBGRAPH, signature.subgraph().index());
        put(table, FieldIds.SIGNATURE_INPUTS, signature.inputList(), GraphWriter::binding);
        put(table, FieldIds.SIGNATURE_OUTPUTS, signature.outputList(), GraphWriter::binding);
        return table;
    }

    private static FlatTable binding(Signature.Binding binding) {
        var table = binding.table().copy();
        put(table, FieldIds.MAP_TENSOR, binding.tensor().index());
        return table;
    }

    /** Leaves a scalar alone that says the same already, present or not. */
    private static void put(FlatTable table, int field, int value) {
        if (table.int32(field) != value) {
            table.set(field, value);
        }
    }

    private static <T> void put(FlatTable table, int field, List<T> items, Function<T, FlatTable> toTable) {
        if (!items.isEmpty() || table.has(field)) {
            table.set(field, items.stream().map(toTable).toList());
        }
    }

    private static void put(FlatTable table, int field, int[] indices) {
        if (indices.length > 0 || table.has(field)) {
            table.set(field, FlatVector.ofInts(ScalarType.INT, indices));
        }
    }

    private static int[] indices(List<Tensor> tensors) {
        return tensors.stream().mapToInt(Tensor::index).toArray();
    }

    private static int[] slots(List<Optional<Tensor>> slots) {
        return slots.stream()
                .mapToInt(slot -> slot.map(Tensor::index).orElse(-1))
                .toArray();
    }
}
