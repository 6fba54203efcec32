package io.lapidary.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.model.internal.flat.FlatTable;

/** A tensor of a subgraph. Read here, changed through {@link TensorEditor}. Its name is its identity across steps. */
public final class Tensor {
    private final Subgraph subgraph;
    private final FlatTable table;
    private final List<Operator> consumers = new ArrayList<>(2);
    private final List<Operator> producers = new ArrayList<>(1);
    private Buffer buffer;
    private int index;
    private Optional<Tensor> detailScales = Optional.empty();
    private Optional<Tensor> detailZeroPoints = Optional.empty();

    Tensor(Subgraph subgraph, FlatTable table, Buffer buffer) {
        this.subgraph = subgraph;
        this.table = table;
        this.buffer = buffer;
        buffer.used();
    }

    public Subgraph subgraph() {
        return subgraph;
    }

    /** The position in the subgraph, which is the interpreter's tensor index too. Changes when tensors are removed. */
    public int index() {
        return index;
    }

    /** Empty if the file names none. */
    public String name() {
        return table.text(FieldIds.TENSOR_NAME).orElse("");
    }

    public TensorType type() {
        return TensorType.of(table.int32(FieldIds.TENSOR_TYPE));
    }

    /** The shape as stored: a dynamic dimension stands here with its present value, mostly 1. */
    public Shape shape() {
        return Shape.of(table.ints(FieldIds.TENSOR_SHAPE));
    }

    /** The shape with -1 where a dimension is dynamic; {@link #shape()} where the file has no such signature. */
    public Shape shapeSignature() {
        return table.vector(FieldIds.TENSOR_SHAPE_SIGNATURE)
                .filter(signature -> signature.count() > 0)
                .map(signature -> Shape.of(signature.ints()))
                .orElseGet(this::shape);
    }

    /** Whether some dimension is only known at run time. */
    public boolean isDynamic() {
        return !shapeSignature().isStatic();
    }

    /** Whether an absent shape means a scalar rather than an unknown rank. */
    public boolean hasRank() {
        return table.flag(FieldIds.TENSOR_HAS_RANK);
    }

    /** Whether it keeps its value from one run to the next. */
    public boolean isVariable() {
        return table.flag(FieldIds.TENSOR_IS_VARIABLE);
    }

    /** Present if there is a scale, a recorded range or details. */
    public Optional<Quantization> quantization() {
        return table.table(FieldIds.TENSOR_QUANTIZATION)
                .map(Quantization::new)
                .filter(found -> found.count() > 0
                        || found.min().length > 0
                        || found.max().length > 0
                        || found.detailsType().isPresent());
    }

    /** Whether its numbers stand for others: it has scales, or details that do. */
    public boolean isQuantized() {
        return quantization()
                .filter(found -> found.count() > 0 || found.detailsType().isPresent())
                .isPresent();
    }

    /** Block-wise parameters, if it has such. */
    public Optional<Blockwise> blockwise() {
        return table.table(FieldIds.TENSOR_QUANTIZATION)
                .flatMap(found -> found.table(FieldIds.QUANTIZATION_DETAILS))
                .filter(details -> details.type().name().equals("BlockwiseQuantization") && detailScales.isPresent())
                .map(details -> new Blockwise(
                        detailScales.orElseThrow(), detailZeroPoints, details.int32(FieldIds.DETAILS_BLOCK_SIZE)));
    }

    /** How a sparse constant is stored; empty for a dense one. */
    public Optional<Sparsity> sparsity() {
        return table.table(FieldIds.TENSOR_SPARSITY).map(Sparsity::read);
    }

    public boolean isSparse() {
        return table.has(FieldIds.TENSOR_SPARSITY);
    }

    /** Its buffer; may be shared. */
    public Buffer buffer() {
        return buffer;
    }

    /** The number of a buffer in a file of its own (Model.external_buffers); empty for the common case. */
    public Optional<Integer> externalBuffer() {
        int number = table.int32(FieldIds.TENSOR_EXTERNAL_BUFFER);
        return number == 0 ? Optional.empty() : Optional.of(number);
    }

    /** Whether the file holds its values. */
    public boolean isConstant() {
        return !buffer.isEmpty();
    }

    /** Its constant bytes, read-only and little-endian; empty for an activation. */
    public ByteBuffer data() {
        return buffer.content().data();
    }

    /**
     * Its constant numbers in another encoding: each as the nearest that there is, see {@link Encoding#quantize}.
     *
     * @throws IllegalArgumentException if its numbers cannot be read, or those wanted not be written: of float16, sparse, in blocks
     */
    public BufferContent contentIn(Encoding encoding) {
        return Recoding.of(this, encoding);
    }

    /**
     * An integer of a dense constant as it is stored.
     *
     * @throws IllegalArgumentException if it has no integers
     */
    public long integer(int element) {
        return Recoding.integer(data(), type(), element);
    }

    /** The operator that makes it; empty for inputs and constants. */
    public Optional<Operator> producer() {
        return producers.isEmpty() ? Optional.empty() : Optional.of(producers.get(0));
    }

    /** The operators that read it, each once. */
    public List<Operator> consumers() {
        return consumers.stream().distinct().toList();
    }

    public boolean isInput() {
        return subgraph.inputs().contains(this);
    }

    public boolean isOutput() {
        return subgraph.outputs().contains(this);
    }

    FlatTable table() {
        return table;
    }

    void index(int position) {
        index = position;
    }

    void buffer(Buffer replacement) {
        buffer.released();
        buffer = replacement;
        replacement.used();
    }

    List<Operator> consumerList() {
        return consumers;
    }

    List<Operator> producerList() {
        return producers;
    }

    void details(Optional<Tensor> scales, Optional<Tensor> zeroPoints) {
        detailScales = scales;
        detailZeroPoints = zeroPoints;
    }

    Optional<Tensor> detailScales() {
        return detailScales;
    }

    Optional<Tensor> detailZeroPoints() {
        return detailZeroPoints;
    }

    @Override
    public String toString() {
        return "'" + name() + "' " + type() + shapeSignature();
    }
}
