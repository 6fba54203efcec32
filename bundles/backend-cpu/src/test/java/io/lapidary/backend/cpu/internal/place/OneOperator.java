package io.lapidary.backend.cpu.internal.place;

import java.util.ArrayList;
import java.util.List;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.OperatorBuilder;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Builds models of one operator, quantized as their type needs it. */
final class OneOperator {
    private final ModelBuilder builder = new ModelBuilder("one operator");
    private final BuiltinOperator type;
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();
    private final List<Object[]> options = new ArrayList<>();
    private int version = 1;

    private OneOperator(BuiltinOperator type) {
        this.type = type;
    }

    static OneOperator of(BuiltinOperator type) {
        return new OneOperator(type);
    }

    OneOperator version(int number) {
        version = number;
        return this;
    }

    /** Data with a scale of 0.5 where it is of integers. */
    OneOperator input(TensorType element, int... shape) {
        return input(element, 0.5f, zeroPoint(element), shape);
    }

    OneOperator input(TensorType element, float scale, long zeroPoint, int... shape) {
        Tensor tensor = builder.input("in" + inputs.size(), element, shape);
        inputs.add(quantized(tensor, scale, zeroPoint));
        return this;
    }

    OneOperator ints(int... values) {
        inputs.add(builder.constant("const" + inputs.size(), Shape.of(values.length), values));
        return this;
    }

    /** A constant matrix. */
    OneOperator table(int rows, int columns, int... values) {
        inputs.add(builder.constant("const" + inputs.size(), Shape.of(rows, columns), values));
        return this;
    }

    OneOperator scalar(int value) {
        inputs.add(builder.constant("const" + inputs.size(), Shape.SCALAR, value));
        return this;
    }

    /** Constant weights of ones, with one scale where they are of integers. */
    OneOperator weights(TensorType element, int... shape) {
        return weights(element, Quantization.perTensor(0.25f, element == TensorType.UINT8 ? 128 : 0), shape);
    }

    OneOperator weights(TensorType element, Quantization quantization, int... shape) {
        int elements = Math.toIntExact(Shape.of(shape).elements());
        byte[] bytes = new byte[(int) element.bytes(elements)];
        java.util.Arrays.fill(bytes, (byte) 1);
        var content = element == TensorType.FLOAT32 ? BufferContent.ofFloats(ones(elements)) : BufferContent.of(bytes);
        Tensor tensor = builder.constant("weights" + inputs.size(), element, Shape.of(shape), content);
        if (element.isInteger()) {
            builder.editor().tensor(tensor).quantization(quantization);
        }
        inputs.add(tensor);
        return this;
    }

    /** Constant weights of zeros in a smaller type, and what unpacks them. */
    OneOperator packed(TensorType element, int... shape) {
        long bytes = element.bytes(Shape.of(shape).elements());
        Tensor packed = builder.constant(
                "packed" + inputs.size(), element, Shape.of(shape), BufferContent.of(new byte[(int) bytes]));
        if (element.isInteger()) {
            builder.editor().tensor(packed).quantization(Quantization.perTensor(0.25f, 0));
        }
        Tensor unpacked = builder.tensor("unpacked" + inputs.size(), TensorType.FLOAT32, shape);
        builder.operator(BuiltinOperator.DEQUANTIZE)
                .version(element == TensorType.INT4 ? 6 : 3)
                .inputs(packed)
                .outputs(unpacked)
                .append();
        inputs.add(unpacked);
        return this;
    }

    /** A bias of zeros, with the scales of data and weights multiplied where it is of integers. */
    OneOperator bias(TensorType element, int size) {
        bareBias(element, size);
        if (element.isInteger()) {
            Quantization weights = inputs.get(inputs.size() - 2).quantization().orElseThrow();
            float data = inputs.get(0).quantization().orElseThrow().scale(0);
            float[] scales = weights.scales();
            for (int i = 0; i < scales.length; i++) {
                scales[i] *= data;
            }
            builder.editor()
                    .tensor(inputs.get(inputs.size() - 1))
                    .quantization(Quantization.of(scales, new long[scales.length], 0));
        }
        return this;
    }

    OneOperator bareBias(TensorType element, int size) {
        var content = element == TensorType.FLOAT32
                ? BufferContent.ofFloats(new float[size])
                : BufferContent.of(new byte[(int) element.bytes(size)]);
        inputs.add(builder.constant("bias", element, Shape.of(size), content));
        return this;
    }

    OneOperator output(TensorType element, int... shape) {
        return output(element, 0.5f, zeroPoint(element), shape);
    }

    OneOperator output(TensorType element, float scale, long zeroPoint, int... shape) {
        outputs.add(quantized(builder.tensor("out" + outputs.size(), element, shape), scale, zeroPoint));
        return this;
    }

    OneOperator option(String name, Object value) {
        options.add(new Object[] {name, value});
        return this;
    }

    Model build() {
        OperatorBuilder operator = builder.operator(type).version(version);
        operator.inputs(inputs.toArray(Tensor[]::new)).outputs(outputs.toArray(Tensor[]::new));
        options.forEach(option -> operator.option((String) option[0], option[1]));
        operator.append();
        outputs.forEach(builder::output);
        return builder.build();
    }

    private Tensor quantized(Tensor tensor, float scale, long zeroPoint) {
        boolean data = tensor.type() == TensorType.INT8
                || tensor.type() == TensorType.UINT8
                || tensor.type() == TensorType.INT16;
        if (data) {
            builder.editor().tensor(tensor).quantization(Quantization.perTensor(scale, zeroPoint));
        }
        return tensor;
    }

    private static long zeroPoint(TensorType element) {
        return switch (element) {
            case INT8 -> 3;
            case UINT8 -> 130;
            default -> 0;
        };
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }
}
