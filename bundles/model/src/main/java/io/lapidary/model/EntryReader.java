package io.lapidary.model;

import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.internal.ModelErrors;
import io.lapidary.model.internal.flat.FlatTable;

/** Reads what refers to the graph from outside: metadata and signatures. */
final class EntryReader {
    private final Model model;

    EntryReader(Model model) {
        this.model = model;
    }

    void read() throws LapidaryException {
        var root = model.table();
        for (FlatTable table : root.tables(FieldIds.MODEL_METADATA)) {
            var buffer = buffer(
                    table.int32(FieldIds.METADATA_BUFFER),
                    "metadata entry " + model.metadataList().size());
            buffer.used();
            model.metadataList().add(new Model.Entry(table, buffer));
        }
        for (int index : root.ints(FieldIds.MODEL_METADATA_BUFFER)) {
            model.metadataBufferList().add(buffer(index, "metadata_buffer"));
        }
        for (FlatTable table : root.tables(FieldIds.MODEL_SIGNATURES)) {
            model.signatureList().add(signature(table));
        }
    }

    private Buffer buffer(int index, String where) throws LapidaryException {
        if (index < 0 || index >= model.bufferList().size()) {
            throw ModelErrors.corrupt(
                    "there is no buffer " + Integer.toUnsignedString(index) + " among "
                            + model.bufferList().size(),
                    where);
        }
        return model.bufferList().get(index);
    }

    private Signature signature(FlatTable table) throws LapidaryException {
        String where = "signature '" + table.text(FieldIds.SIGNATURE_KEY).orElse("") + "'";
        int graph = table.int32(FieldIds.SIGNATURE_SUBGRAPH);
        if (graph < 0 || graph >= model.subgraphList().size()) {
            throw ModelErrors.corrupt("there is no subgraph " + Integer.toUnsignedString(graph), where);
        }
        var signature = new Signature(table, model.subgraphList().get(graph));
        bindings(signature, FieldIds.SIGNATURE_INPUTS, signature.inputList(), where);
        bindings(signature, FieldIds.SIGNATURE_OUTPUTS, signature.outputList(), where);
        return signature;
    }

    private static void bindings(Signature signature, int field, List<Signature.Binding> into, String where)
            throws LapidaryException {
        var tensors = signature.subgraph().tensorList();
        for (FlatTable table : signature.table().tables(field)) {
            int index = table.int32(FieldIds.MAP_TENSOR);
            if (index < 0 || index >= tensors.size()) {
                throw ModelErrors.corrupt(
                        "there is no tensor " + Integer.toUnsignedString(index) + " among " + tensors.size(), where);
            }
            into.add(new Signature.Binding(table, tensors.get(index)));
        }
    }
}
