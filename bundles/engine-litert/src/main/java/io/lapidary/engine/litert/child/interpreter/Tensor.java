package io.lapidary.engine.litert.child.interpreter;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.bytedeco.tensorflowlite.TfLiteIntArray;
import org.bytedeco.tensorflowlite.TfLiteTensor;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

/**
 * A tensor of a loaded model.
 *
 * @param index within its subgraph
 */
public record Tensor(int index, TfLiteTensor raw) {
    public String name() {
        var name = raw.name();
        return name == null || name.isNull() ? "" : name.getString();
    }

    /** @throws LapidaryException of code unsupported-model where it is no numeric type */
    public ElementType type() throws LapidaryException {
        var type = TensorTypes.of(raw.type());
        if (type.isEmpty()) {
            throw new LapidaryException(
                    ErrorCodes.UNSUPPORTED_MODEL,
                    "Tensor '" + name() + "' holds elements of type " + TensorTypes.name(raw.type())
                            + ", and the engine feeds and reads numbers only.",
                    "Convert the model so that this tensor is numeric.");
        }
        return type.get();
    }

    public boolean isFloat32() {
        return raw.type() == kTfLiteFloat32;
    }

    /** Whether its value stands in the model file, or is computed once when the model is prepared. */
    public boolean isConstant() {
        return raw.allocation_type() == kTfLiteMmapRo || raw.allocation_type() == kTfLitePersistentRo;
    }

    public boolean hasData() {
        var pointer = raw.data().data();
        return pointer != null && !pointer.isNull() && raw.bytes() > 0;
    }

    /** As it is now: every dimension known. */
    public List<Integer> shape() {
        return list(raw.dims());
    }

    /** As the model declares it: -1 where a dimension is open. */
    public List<Integer> declaredShape() {
        List<Integer> declared = list(raw.dims_signature());
        return declared.isEmpty() ? shape() : declared;
    }

    public TensorSpec spec(List<Integer> shape) throws LapidaryException {
        return new TensorSpec(name(), type(), shape);
    }

    /** Of a per-tensor quantized tensor; 0 elsewhere. */
    public float scale() {
        return raw.params().scale();
    }

    public int zeroPoint() {
        return raw.params().zero_point();
    }

    public long bytes() {
        return raw.bytes();
    }

    /** Its memory, little-endian; valid until the interpreter allocates anew. */
    public ByteBuffer buffer() throws LapidaryException {
        long bytes = raw.bytes();
        if (bytes > Integer.MAX_VALUE) {
            throw new LapidaryException(
                    ErrorCodes.UNSUPPORTED_MODEL,
                    "Tensor '" + name() + "' takes " + bytes + " bytes; the engine reads tensors of up to 2 GB.",
                    "Use a smaller input.");
        }
        if (bytes == 0) {
            return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
        }
        return raw.data().raw().capacity(bytes).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<Integer> list(TfLiteIntArray dims) {
        var list = new ArrayList<Integer>();
        if (dims != null && !dims.isNull()) {
            for (int i = 0; i < dims.size(); i++) {
                list.add(dims.data(i));
            }
        }
        return list;
    }
}
