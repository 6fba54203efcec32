package io.lapidary.model;

import java.util.Optional;
import java.util.stream.IntStream;

import io.lapidary.model.internal.flat.FlatTable;
import io.lapidary.model.internal.flat.FlatVector;
import io.lapidary.model.internal.schema.ScalarType;
import io.lapidary.model.internal.schema.Schema;

/** Changes a tensor. */
public final class TensorEditor {
    private final ModelEditor editor;
    private final Tensor tensor;

    TensorEditor(ModelEditor editor, Tensor tensor) {
        this.editor = editor;
        this.tensor = tensor;
    }

    /** The tensor itself. */
    public Tensor tensor() {
        return tensor;
    }

    /** Names are identity: only give another one to what takes the place of another tensor. */
    public TensorEditor name(String name) {
        ModelEditor.require(
                tensor.subgraph().tensor(name).filter(other -> other != tensor).isEmpty(),
                "there is a tensor '" + name + "' already");
        tensor.table().set(FieldIds.TENSOR_NAME, name);
        return this;
    }

    public TensorEditor type(TensorType type) {
        tensor.table().set(FieldIds.TENSOR_TYPE, type.code());
        return this;
    }

    /** Sets the shape; where it has dynamic dimensions, the shape as stored gets 1 there and a signature says -1. */
    public TensorEditor shape(Shape shape) {
        int[] present = IntStream.of(shape.dims()).map(dim -> dim < 0 ? 1 : dim).toArray();
        tensor.table().set(FieldIds.TENSOR_SHAPE, FlatVector.ofInts(ScalarType.INT, present));
        if (shape.isStatic()) {
            tensor.table().clear(FieldIds.TENSOR_SHAPE_SIGNATURE);
        } else {
            tensor.table().set(FieldIds.TENSOR_SHAPE_SIGNATURE, FlatVector.ofInts(ScalarType.INT, shape.dims()));
        }
        return this;
    }

    public TensorEditor quantization(Quantization quantization) {
        tensor.table().set(FieldIds.TENSOR_QUANTIZATION, quantization.table().copy());
        tensor.details(Optional.empty(), Optional.empty());
        return this;
    }

    public TensorEditor clearQuantization() {
        tensor.table().clear(FieldIds.TENSOR_QUANTIZATION);
        tensor.details(Optional.empty(), Optional.empty());
        return this;
    }

    /** Sets the type and the scales; the data is not touched. */
    public TensorEditor encoding(Encoding encoding) {
        type(encoding.type());
        return encoding.quantization().map(this::quantization).orElseGet(this::clearQuantization);
    }

    /**
     * Stores a dense constant in another encoding, as {@link Tensor#contentIn} gives it.
     *
     * @throws IllegalArgumentException if its present numbers cannot be read, or those wanted not be written
     */
    public TensorEditor recode(Encoding encoding) {
        BufferContent content = tensor.contentIn(encoding);
        return encoding(encoding).data(content);
    }

    /** Block-wise parameters on an axis, whose scales and zero points are tensors of the same subgraph. */
    public TensorEditor blockwise(Blockwise blockwise, int axis) {
        ModelEditor.require(
                blockwise.scales().subgraph() == tensor.subgraph(), blockwise.scales() + " is of another subgraph");
        var schema = Schema.tflite();
        var details = new FlatTable(schema.table("BlockwiseQuantization"));
        details.set(FieldIds.DETAILS_SCALES, blockwise.scales().index());
        details.set(
                FieldIds.DETAILS_ZERO_POINTS,
                blockwise.zeroPoints().map(Tensor::index).orElse(-1));
        details.set(FieldIds.DETAILS_BLOCK_SIZE, blockwise.blockSize());
        var quantization = new FlatTable(schema.table("QuantizationParameters"));
        quantization.set(
                FieldIds.QUANTIZATION_DETAILS_TYPE,
                schema.unionNumber("QuantizationDetails", "BlockwiseQuantization")
                        .orElseThrow());
        quantization.set(FieldIds.QUANTIZATION_DETAILS, details);
        quantization.set(FieldIds.QUANTIZATION_AXIS, axis);
        tensor.table().set(FieldIds.TENSOR_QUANTIZATION, quantization);
        tensor.details(Optional.of(blockwise.scales()), blockwise.zeroPoints());
        return this;
    }

    /** Gives the tensor these bytes. A buffer that others use too stays as it is for them. */
    public TensorEditor data(BufferContent content) {
        var buffer = tensor.buffer();
        boolean own = buffer.index() != 0
                && buffer.users() == 1
                && !tensor.subgraph().model().metadataBufferList().contains(buffer);
        if (own) {
            buffer.content(content);
        } else if (content.isEmpty()) {
            tensor.buffer(tensor.subgraph().model().bufferList().get(0));
        } else {
            tensor.buffer(editor.addBuffer(content));
        }
        return this;
    }

    /** Lets the tensor use a buffer that others use too. */
    public TensorEditor data(Buffer shared) {
        ModelEditor.require(
                tensor.subgraph().model().bufferList().contains(shared), shared + " belongs to another model");
        tensor.buffer(shared);
        return this;
    }

    public TensorEditor variable(boolean isVariable) {
        tensor.table().set(FieldIds.TENSOR_IS_VARIABLE, isVariable ? 1 : 0);
        return this;
    }

    /** How the constant bytes are stored sparsely. */
    public TensorEditor sparsity(Sparsity sparsity) {
        tensor.table().set(FieldIds.TENSOR_SPARSITY, sparsity.toTable());
        return this;
    }

    public TensorEditor clearSparsity() {
        tensor.table().clear(FieldIds.TENSOR_SPARSITY);
        return this;
    }
}
