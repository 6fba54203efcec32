package io.lapidary.testsupport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

/** A thousand samples for keyword spotting: features float32 [49, 10, 1], kept as the int8 that they were published in. */
public final class KeywordSamples {
    private static final int NPY_HEADER = 128;
    private static final List<Integer> SHAPE = List.of(49, 10, 1);
    private static final int ELEMENTS = 49 * 10;
    private static final int ZERO_POINT = 83;
    private static final float SCALE = 0.5847029f;
    /** Before it, samples are for calibration. */
    private static final int FIRST_SCORED = 100;

    private KeywordSamples() {}

    /**
     * The first hundred, for calibration.
     *
     * @param folder to write them to
     * @param input the tensor that takes them
     */
    public static SampleSet representative(Path folder, String input) throws IOException {
        return read(folder, input, 0, FIRST_SCORED);
    }

    /** The nine hundred others, which no calibration has seen. */
    public static SampleSet scored(Path folder, String input) throws IOException {
        return read(folder, input, FIRST_SCORED, 900);
    }

    private static SampleSet read(Path folder, String input, int first, int count) throws IOException {
        byte[] stored = Files.readAllBytes(SharedFiles.file("data/kws/inputs_int8.npy"));
        var values = ByteBuffer.allocate(Float.BYTES * count * ELEMENTS).order(ByteOrder.LITTLE_ENDIAN);
        int from = NPY_HEADER + first * ELEMENTS;
        for (int i = 0; i < count * ELEMENTS; i++) {
            values.putFloat((stored[from + i] - ZERO_POINT) * SCALE);
        }
        Path written = Files.write(folder.resolve("keywords-" + first + ".bin"), values.array());
        var spec = new TensorSpec(input, ElementType.FLOAT32, SHAPE);
        return new SampleSet(List.of(new SampleArray(spec, written)), Optional.empty(), count, Digest.of(written));
    }
}
