package io.lapidary.quantization.integer.preparation;

import java.nio.ByteBuffer;
import java.util.List;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.ChannelLayout;
import io.lapidary.quantization.Float16;
import io.lapidary.quantization.integer.rule.Conversions;
import io.lapidary.quantization.integer.rule.Reals;

/**
 * Makes float32 constants of those that are stored otherwise though they are computed with as real numbers: behind a DEQUANTIZE, or
 * read by a kernel that takes integer weights beside float activations. The scales of integers are kept as a decision about the
 * constant, so that the same integers come out again.
 */
final class ConstantFolding {
    private static final int WEIGHT_LIMIT = 127;

    private final ModelEditor editor;
    private final Annotations annotations;
    private int folded;

    ConstantFolding(ModelEditor editor, Annotations annotations) {
        this.editor = editor;
        this.annotations = annotations;
    }

    /** @return how many constants were made float32 */
    int fold(List<Subgraph> graphs) {
        for (Subgraph graph : graphs) {
            for (Operator operator : List.copyOf(graph.operators())) {
                if (operator.type() == BuiltinOperator.DEQUANTIZE) {
                    foldConversion(operator);
                } else if (!Conversions.isConversion(operator) && computesReals(operator)) {
                    operator.inputs().stream().filter(this::isHybrid).forEach(this::unpack);
                }
            }
        }
        return folded;
    }

    private static boolean computesReals(Operator operator) {
        return operator.outputs().stream().anyMatch(Reals::isReal);
    }

    private void foldConversion(Operator conversion) {
        Tensor stored = conversion.input(0).orElseThrow();
        Tensor made = conversion.output();
        if (canUnpack(stored)
                && !made.isOutput()
                && made.shape().elements() == stored.shape().elements()) {
            float[] values = values(stored);
            keepScales(stored, made);
            editor.graph(conversion.subgraph()).remove(conversion);
            editor.tensor(made).data(BufferContent.ofFloats(values));
            folded++;
        }
    }

    /** An integer constant that only operators on real numbers read. */
    private boolean isHybrid(Tensor tensor) {
        return (tensor.type() == TensorType.INT8 || tensor.type() == TensorType.INT4)
                && canUnpack(tensor)
                && tensor.consumers().stream()
                        .allMatch(reader -> computesReals(reader) && !Conversions.isConversion(reader));
    }

    private void unpack(Tensor tensor) {
        float[] values = values(tensor);
        keepScales(tensor, tensor);
        editor.tensor(tensor).type(TensorType.FLOAT32).clearQuantization().data(BufferContent.ofFloats(values));
        folded++;
    }

    private static boolean canUnpack(Tensor tensor) {
        boolean integers = switch (tensor.type()) {
            case INT8, INT4, INT16 ->
                tensor.quantization().filter(q -> q.count() > 0).isPresent();
            default -> false;
        };
        return (integers || tensor.type() == TensorType.FLOAT16)
                && tensor.isConstant()
                && tensor.shape().isStatic()
                && !tensor.isSparse()
                && tensor.blockwise().isEmpty()
                && tensor.externalBuffer().isEmpty();
    }

    private void keepScales(Tensor stored, Tensor made) {
        if (stored.type() != TensorType.INT8 && stored.type() != TensorType.INT4) {
            return;
        }
        Quantization found = stored.quantization().orElseThrow();
        int elements = Math.toIntExact(stored.shape().elements());
        for (int i = 0; i < elements; i++) {
            if (integer(stored, i) < -WEIGHT_LIMIT) {
                return;
            }
        }
        long[] zeroPoints = new long[found.count()];
        for (int c = 0; c < zeroPoints.length; c++) {
            zeroPoints[c] = found.zeroPoint(c);
        }
        annotations.update(made, known -> known.with(new Annotation.Scale(found.scales(), zeroPoints, found.axis())));
    }

    private static float[] values(Tensor stored) {
        float[] values = new float[Math.toIntExact(stored.shape().elements())];
        if (stored.type() == TensorType.FLOAT16) {
            ByteBuffer halves = stored.data();
            for (int i = 0; i < values.length; i++) {
                values[i] = Float16.toFloat(halves.getShort(2 * i));
            }
            return values;
        }
        Quantization found = stored.quantization().orElseThrow();
        Shape shape = stored.shape();
        ChannelLayout layout =
                found.isPerChannel() ? ChannelLayout.of(shape, found.axis()) : ChannelLayout.whole(shape);
        for (int i = 0; i < values.length; i++) {
            int channel = i / layout.inner() % layout.channels();
            values[i] = found.scale(channel) * (integer(stored, i) - found.zeroPoint(channel));
        }
        return values;
    }

    /** An element as stored; of int4, the even one lies in the low half of its byte. */
    private static int integer(Tensor stored, int element) {
        ByteBuffer bytes = stored.data();
        return switch (stored.type()) {
            case INT8 -> bytes.get(element);
            case INT16 -> bytes.getShort(2 * element);
            case INT4 -> (byte) (bytes.get(element / 2) << (element % 2 == 0 ? 4 : 0)) >> 4;
            default -> throw new IllegalArgumentException("no integers: " + stored);
        };
    }
}
