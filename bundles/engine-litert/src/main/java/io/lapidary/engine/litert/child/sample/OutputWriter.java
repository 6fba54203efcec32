package io.lapidary.engine.litert.child.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.api.work.WriteFailures;
import io.lapidary.engine.litert.child.interpreter.Tensor;
import io.lapidary.engine.litert.child.number.FloatReader;

/** Writes one output of each sample to a file, back to back. */
public final class OutputWriter implements AutoCloseable {
    private static final int PIECE = 1 << 14;

    private final Path file;
    private final FileChannel channel;
    private final boolean toFloat;
    private final TensorSpec spec;
    private final List<Integer> shape;
    private final ByteBuffer pending = ByteBuffer.allocateDirect(1 << 18).order(ByteOrder.LITTLE_ENDIAN);
    private final float[] piece = new float[PIECE];

    private OutputWriter(Path file, FileChannel channel, boolean toFloat, TensorSpec spec, List<Integer> shape) {
        this.file = file;
        this.channel = channel;
        this.toFloat = toFloat;
        this.spec = spec;
        this.shape = shape;
    }

    /**
     * @param output as it is after the first invocation
     * @param dequantize whether quantized integers and float16 are written as float32
     * @param folder where to put a new file, whose name begins so
     */
    public static OutputWriter open(Tensor output, boolean dequantize, Path folder, String name)
            throws LapidaryException {
        List<Integer> shape = output.shape();
        ElementType type = output.type();
        boolean toFloat = dequantize
                && type != ElementType.FLOAT32
                && (type == ElementType.FLOAT16
                        || type == ElementType.BFLOAT16
                        || FloatReader.of(output).quantized());
        List<Integer> sampleShape = !shape.isEmpty() && shape.get(0) == 1 ? shape.subList(1, shape.size()) : shape;
        var spec = new TensorSpec(output.name(), toFloat ? ElementType.FLOAT32 : type, sampleShape);
        try {
            Path file = Files.createTempFile(folder, name, ".raw");
            return new OutputWriter(file, FileChannel.open(file, StandardOpenOption.WRITE), toFloat, spec, shape);
        } catch (IOException e) {
            throw WriteFailures.of(folder, e);
        }
    }

    public SampleArray array() {
        return new SampleArray(spec, file);
    }

    public void write(Tensor output) throws LapidaryException {
        if (!output.shape().equals(shape)) {
            throw new LapidaryException(
                    ErrorCodes.UNSUPPORTED_MODEL,
                    "Output '" + output.name() + "' has the shape " + shape + " for one sample and " + output.shape()
                            + " for another.",
                    "Samples can only be compared where outputs keep their shape; pad them in the model.");
        }
        try {
            ByteBuffer data = output.buffer();
            if (toFloat) {
                writeFloats(data, FloatReader.of(output));
            } else {
                writeBytes(data);
            }
        } catch (IOException e) {
            throw WriteFailures.of(file, e);
        }
    }

    private void writeFloats(ByteBuffer data, FloatReader reader) throws IOException {
        int elements = (int) spec.elements();
        for (int from = 0; from < elements; from += PIECE) {
            int n = Math.min(PIECE, elements - from);
            reader.read(data, from, piece, n);
            if (pending.remaining() < 4 * n) {
                flush();
            }
            pending.asFloatBuffer().put(piece, 0, n);
            pending.position(pending.position() + 4 * n);
        }
    }

    private void writeBytes(ByteBuffer data) throws IOException {
        if (data.remaining() > pending.remaining()) {
            flush();
        }
        if (data.remaining() > pending.remaining()) {
            while (data.hasRemaining()) {
                channel.write(data);
            }
        } else {
            pending.put(data);
        }
    }

    private void flush() throws IOException {
        pending.flip();
        while (pending.hasRemaining()) {
            channel.write(pending);
        }
        pending.clear();
    }

    /** Ends the file; without it, the last samples are missing. */
    public void finish() throws LapidaryException {
        try {
            flush();
        } catch (IOException e) {
            throw WriteFailures.of(file, e);
        }
    }

    @Override
    public void close() throws LapidaryException {
        try {
            channel.close();
        } catch (IOException e) {
            throw WriteFailures.of(file, e);
        }
    }
}
