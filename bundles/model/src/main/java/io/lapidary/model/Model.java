package io.lapidary.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import io.lapidary.model.internal.flat.FlatTable;

/**
 * A TensorFlow Lite model: subgraphs over shared buffers and operator codes, with signatures and metadata. Made by
 * {@link TfliteReader} or {@link ModelBuilder}, changed through {@link ModelEditor}, written by {@link TfliteWriter}.
 *
 * <p>Not safe for use by several threads while it is edited. Buffers are views of the file they were read from, which must
 * not change while the model is in use.
 */
public final class Model {
    /**
     * A named buffer.
     *
     * @param table the file's own entry
     * @param buffer what it names
     */
    record Entry(FlatTable table, Buffer buffer) {
        String name() {
            return table.text(FieldIds.METADATA_NAME).orElse("");
        }
    }

    private final FlatTable table;
    private final List<UnknownField> unknownFields;
    private final List<OperatorCode> codes = new ArrayList<>();
    private final List<Subgraph> subgraphs = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<Entry> metadata = new ArrayList<>();
    private final List<Buffer> metadataBuffers = new ArrayList<>();
    private final List<Signature> signatures = new ArrayList<>();

    Model(FlatTable table, List<UnknownField> unknownFields) {
        this.table = table;
        this.unknownFields = List.copyOf(unknownFields);
    }

    /** The format's version: 3. */
    public int formatVersion() {
        return table.int32(FieldIds.MODEL_VERSION);
    }

    /** What the file says about itself, mostly the name of its converter; empty if nothing. */
    public String description() {
        return table.text(FieldIds.MODEL_DESCRIPTION).orElse("");
    }

    public List<Subgraph> subgraphs() {
        return Collections.unmodifiableList(subgraphs);
    }

    /** The subgraph that runs when nothing else is asked for: the first. */
    public Subgraph main() {
        return subgraphs.get(0);
    }

    public List<OperatorCode> operatorCodes() {
        return Collections.unmodifiableList(codes);
    }

    public List<Buffer> buffers() {
        return Collections.unmodifiableList(buffers);
    }

    public List<Signature> signatures() {
        return Collections.unmodifiableList(signatures);
    }

    public Optional<Signature> signature(String key) {
        return signatures.stream()
                .filter(signature -> signature.key().equals(key))
                .findFirst();
    }

    /** Names of the metadata entries, in the file's order. */
    public List<String> metadataNames() {
        return metadata.stream().map(Entry::name).toList();
    }

    /** The bytes of a metadata entry. */
    public Optional<BufferContent> metadata(String name) {
        return metadata.stream()
                .filter(entry -> entry.name().equals(name))
                .map(entry -> entry.buffer().content())
                .findFirst();
    }

    /** What the file holds beyond the known format. Such a model can be looked at, but neither edited nor written. */
    public List<UnknownField> unknownFields() {
        return unknownFields;
    }

    FlatTable table() {
        return table;
    }

    List<OperatorCode> codeList() {
        return codes;
    }

    List<Subgraph> subgraphList() {
        return subgraphs;
    }

    List<Buffer> bufferList() {
        return buffers;
    }

    List<Entry> metadataList() {
        return metadata;
    }

    List<Buffer> metadataBufferList() {
        return metadataBuffers;
    }

    List<Signature> signatureList() {
        return signatures;
    }

    Buffer add(Buffer buffer) {
        buffer.index(buffers.size());
        buffers.add(buffer);
        return buffer;
    }

    /** The entry for an operator in a version, made if it is not there. */
    OperatorCode code(BuiltinOperator type, String customCode, int version) {
        for (OperatorCode code : codes) {
            if (code.is(type, customCode, version)) {
                return code;
            }
        }
        var code = OperatorCode.of(type, customCode, version);
        code.index(codes.size());
        codes.add(code);
        return code;
    }
}
