package io.lapidary.engine.litert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

/** Models and samples that the tests share. */
final class Fixtures {
    static final EngineLimits LIMITS = new EngineLimits(2L << 30, Duration.ofMinutes(1), 1);
    static final Path DIGITS = Path.of("..", "..", "samples", "digits", "digits.tflite");

    private Fixtures() {}

    /** The 497 test images of the project's own sample, with their labels. */
    static SampleSet digits(Path folder) throws IOException {
        var arrays = Npy.readAll(DIGITS.resolveSibling("digits-test.npz"));
        var images = write(folder.resolve("digits"), arrays.get("x"));
        var labels = write(folder.resolve("digits-labels"), arrays.get("y"));
        return new SampleSet(
                List.of(new SampleArray(new TensorSpec("image", ElementType.FLOAT32, List.of(8, 8, 1)), images)),
                Optional.of(new SampleArray(new TensorSpec("y", ElementType.INT64, List.of()), labels)),
                arrays.get("y").capacity() / 8,
                Digest.of("digits"));
    }

    static SampleSet samples(String name, ElementType type, List<Integer> shape, int count, Path file) {
        var spec = new TensorSpec(name, type, shape);
        return new SampleSet(List.of(new SampleArray(spec, file)), Optional.empty(), count, Digest.of(name));
    }

    static Path write(Path file, ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return Files.write(file, copy);
    }

    static float[] floats(Path file) throws IOException {
        var buffer = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }

    static ByteBuffer bytes(float[] values) {
        var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }

    /** The share of samples whose largest output is at their label. */
    static double accuracy(float[] outputs, int classes, long[] labels) {
        int right = 0;
        for (int sample = 0; sample < labels.length; sample++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (outputs[sample * classes + c] > outputs[sample * classes + best]) {
                    best = c;
                }
            }
            right += best == labels[sample] ? 1 : 0;
        }
        return (double) right / labels.length;
    }
}
