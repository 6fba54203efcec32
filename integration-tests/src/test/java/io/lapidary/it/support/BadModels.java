package io.lapidary.it.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;

/** Models that the platform must refuse, or that cost more than a node allows. */
public final class BadModels {
    private BadModels() {}

    public static Path noModel(Path folder) throws IOException {
        return Files.writeString(folder.resolve("notes.tflite"), "A model of the world, in words only.\n".repeat(40));
    }

    /** The first half of the sample. */
    public static Path truncated(Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(Distribution.sample("digits.tflite"));
        return Files.write(folder.resolve("truncated.tflite"), Arrays.copyOf(whole, whole.length / 2));
    }

    /** The sample with a root that lies beyond its end. */
    public static Path hostile(Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(Distribution.sample("digits.tflite"));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, Integer.MAX_VALUE - 3);
        return Files.write(folder.resolve("hostile.tflite"), bytes);
    }

    /** One FULLY_CONNECTED all in int8: x [1, 16] to y [1, 4]. */
    public static Path quantized(Path folder) throws IOException, LapidaryException {
        var builder = new ModelBuilder("quantized");
        Tensor x = builder.input("x", TensorType.INT8, 1, 16);
        Tensor weights = builder.constant("weights", TensorType.INT8, Shape.of(4, 16), BufferContent.of(new byte[64]));
        Tensor y = builder.tensor("y", TensorType.INT8, 1, 4);
        for (Tensor tensor : new Tensor[] {x, weights, y}) {
            builder.editor().tensor(tensor).quantization(Quantization.perTensor(0.05f, 0));
        }
        Tensor bias = builder.constant("bias", Shape.of(4), new int[4]);
        builder.editor().tensor(bias).quantization(Quantization.perTensor(0.0025f, 0));
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .version(4)
                .inputs(x, weights, bias)
                .outputs(y)
                .append();
        builder.output(y).signature("serving_default");
        return write(builder, folder.resolve("quantized.tflite"));
    }

    /** A sound float model whose one activation takes as many bytes as given, which a run of it fills: x [1, 16] to y [1]. */
    public static Path memoryHog(Path folder, long bytes) throws IOException, LapidaryException {
        int rows = Math.toIntExact(bytes / (4L * 1024));
        var builder = new ModelBuilder("hog");
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, 16);
        Tensor weights = builder.constant("weights", Shape.of(1024, 16), ramp(1024 * 16));
        Tensor bias = builder.constant("bias", Shape.of(1024), new float[1024]);
        Tensor row = builder.tensor("row", TensorType.FLOAT32, 1, 1024);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .version(1)
                .inputs(x, weights, bias)
                .outputs(row)
                .append();
        Tensor table = builder.tensor("table", TensorType.FLOAT32, rows, 1024);
        builder.operator(BuiltinOperator.BROADCAST_TO)
                .version(2)
                .inputs(row, builder.constant("rows", Shape.of(2), rows, 1024))
                .outputs(table)
                .append();
        Tensor y = builder.tensor("y", TensorType.FLOAT32, 1);
        builder.operator(BuiltinOperator.SUM)
                .version(1)
                .inputs(table, builder.constant("axes", Shape.of(2), 0, 1))
                .outputs(y)
                .append();
        builder.output(y).signature("serving_default");
        return write(builder, folder.resolve("hog.tflite"));
    }

    private static float[] ramp(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = i % 17 - 8;
        }
        return values;
    }

    private static Path write(ModelBuilder builder, Path file) throws IOException, LapidaryException {
        TfliteWriter.write(builder.build(), file);
        return file;
    }
}
