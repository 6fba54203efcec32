package io.lapidary.model;

import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.internal.ModelErrors;
import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.schema.Schema;

/**
 * Changes a model in place. Everything that is not touched stays as it was read. Misuse (a tensor of another model, a name
 * that is taken) is an IllegalArgumentException.
 */
public final class ModelEditor {
    /** Holds operator indices, so it is wrong as soon as operators move; the runtime takes its absence as "none known". */
    private static final String CONTROL_DEPENDENCIES = "model_control_dependencies";

    private final Model model;

    private ModelEditor(Model model) {
        this.model = model;
    }

    /** @throws LapidaryException UNKNOWN_MODEL_FIELD if the model holds something that an edit would lose */
    public static ModelEditor of(Model model) throws LapidaryException {
        if (!model.unknownFields().isEmpty()) {
            throw ModelErrors.unknown(model.unknownFields());
        }
        return new ModelEditor(model);
    }

    static ModelEditor ofNew(Model model) {
        return new ModelEditor(model);
    }

    public Model model() {
        return model;
    }

    /** The editor of the main subgraph. */
    public GraphEditor graph() {
        return graph(model.main());
    }

    public GraphEditor graph(Subgraph subgraph) {
        require(subgraph.model() == model, subgraph + " belongs to another model");
        return new GraphEditor(this, subgraph);
    }

    public TensorEditor tensor(Tensor tensor) {
        require(tensor.subgraph().model() == model, tensor + " belongs to another model");
        return new TensorEditor(this, tensor);
    }

    public OperatorEditor operator(Operator operator) {
        require(operator.subgraph().model() == model, operator + " belongs to another model");
        return new OperatorEditor(this, operator);
    }

    /** An empty subgraph behind the others. */
    public GraphEditor addSubgraph(String name) {
        var table = new FlatTable(Schema.tflite().table("SubGraph"));
        table.set(FieldIds.GRAPH_NAME, name);
        var subgraph = new Subgraph(model, table, model.subgraphList().size());
        model.subgraphList().add(subgraph);
        return new GraphEditor(this, subgraph);
    }

    public ModelEditor description(String text) {
        model.table().set(FieldIds.MODEL_DESCRIPTION, text);
        return this;
    }

    /** A new buffer, to be shared by several tensors; {@link TensorEditor#data} makes its own. */
    public Buffer addBuffer(BufferContent content) {
        return model.add(Buffer.of(content));
    }

    /** Other content for everything that refers to the buffer. */
    public ModelEditor replaceBuffer(Buffer buffer, BufferContent content) {
        require(model.bufferList().contains(buffer), buffer + " belongs to another model");
        require(buffer.index() != 0 || content.isEmpty(), "buffer 0 stands for 'no data' and stays empty");
        buffer.content(content);
        return this;
    }

    /** Sets a metadata entry, made if it is not there. */
    public ModelEditor putMetadata(String name, BufferContent content) {
        removeMetadata(name);
        var table = new FlatTable(Schema.tflite().table("Metadata"));
        table.set(FieldIds.METADATA_NAME, name);
        var buffer = addBuffer(content);
        buffer.used();
        model.metadataList().add(new Model.Entry(table, buffer));
        return this;
    }

    /** Removes a metadata entry and, if nothing else refers to it, its buffer. Does nothing if it is not there. */
    public ModelEditor removeMetadata(String name) {
        for (Model.Entry entry : List.copyOf(model.metadataList())) {
            if (entry.name().equals(name)) {
                model.metadataList().remove(entry);
                model.metadataBufferList().remove(entry.buffer());
                entry.buffer().released();
                Compaction.removeUnused(model, entry.buffer());
            }
        }
        return this;
    }

    /** Names for the inputs and outputs of a subgraph, behind the other signatures. */
    public ModelEditor addSignature(
            String key, Subgraph subgraph, Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
        require(model.signature(key).isEmpty(), "there is a signature '" + key + "' already");
        var table = new FlatTable(Schema.tflite().table("SignatureDef"));
        table.set(FieldIds.SIGNATURE_KEY, key);
        var signature = new Signature(table, subgraph);
        inputs.forEach((name, tensor) -> signature.inputList().add(Signature.Binding.of(name, tensor)));
        outputs.forEach((name, tensor) -> signature.outputList().add(Signature.Binding.of(name, tensor)));
        model.signatureList().add(signature);
        return this;
    }

    public ModelEditor removeSignature(String key) {
        model.signatureList().removeIf(signature -> signature.key().equals(key));
        return this;
    }

    /**
     * Removes tensors that nothing refers to, buffers without users, and operator codes without operators. Indices change,
     * names and order do not.
     */
    public ModelEditor compact() {
        Compaction.run(model);
        return this;
    }

    void operatorsMoved() {
        removeMetadata(CONTROL_DEPENDENCIES);
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
