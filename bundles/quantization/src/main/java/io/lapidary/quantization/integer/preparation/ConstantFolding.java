package io.lapidary.quantization.integer.preparation;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Encoding;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Quantization;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.Float16;
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
                } else if (!operator.isConversion() && computesReals(operator)) {
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
            BufferContent values = values(stored);
            keepScales(stored, made);
            editor.graph(conversion.subgraph()).remove(conversion);
            editor.tensor(made).data(values);
            folded++;
        }
    }

    /** An integer constant that only operators on real numbers read. */
    private boolean isHybrid(Tensor tensor) {
        return (tensor.type() == TensorType.INT8 || tensor.type() == TensorType.INT4)
                && canUnpack(tensor)
                && tensor.consumers().stream().allMatch(reader -> computesReals(reader) && !reader.isConversion());
    }

    private void unpack(Tensor tensor) {
        keepScales(tensor, tensor);
        editor.tensor(tensor).recode(Encoding.FLOAT32);
        folded++;
    }

    private static boolean canUnpack(Tensor tensor) {
        boolean integers = switch (tensor.type()) {
            case INT8, INT4, INT16 -> Encoding.of(tensor).isPresent();
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
        // Below -127 there is no weight of ours, so the same integers could not come out again.
        Encoding encoding = Encoding.of(stored).orElseThrow();
        long least = LongStream.range(0, stored.shape().elements())
                .map(i -> stored.integer((int) i))
                .min()
                .orElse(0);
        if (least >= -WEIGHT_LIMIT) {
            Quantization found = stored.quantization().orElseThrow();
            long[] zeroPoints =
                    encoding.zeroPoints().stream().mapToLong(Long::longValue).toArray();
            annotations.update(
                    made, known -> known.with(new Annotation.Scale(found.scales(), zeroPoints, found.axis())));
        }
    }

    private static BufferContent values(Tensor stored) {
        if (stored.type() != TensorType.FLOAT16) {
            return stored.contentIn(Encoding.FLOAT32);
        }
        float[] values = new float[Math.toIntExact(stored.shape().elements())];
        ByteBuffer halves = stored.data();
        for (int i = 0; i < values.length; i++) {
            values[i] = Float16.toFloat(halves.getShort(2 * i));
        }
        return BufferContent.ofFloats(values);
    }
}
