package io.lapidary.technique.float16.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Assumptions;

import io.lapidary.api.Digest;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

/** Real models and data beside the checkout, where it has them. */
final class SharedFiles {
    private static final int NPY_HEADER = 128;
    private static final int SAMPLE = 49 * 10;
    /** Before it, samples are for calibration. */
    private static final int FIRST_SCORED = 100;

    private static final int ZERO_POINT = 83;
    private static final float SCALE = 0.5847029f;

    private SharedFiles() {}

    static Path model(String name) {
        return file("models/" + name);
    }

    private static Path file(String name) {
        Path file = Path.of(System.getProperty("lapidary.shared", "missing")).resolve(name);
        Assumptions.assumeTrue(Files.exists(file), file + " is not here");
        return file;
    }

    /** 900 samples for keyword spotting: features [49, 10, 1]. */
    static SampleSet keywords(Path folder) throws IOException {
        var stored = ByteBuffer.wrap(Files.readAllBytes(file("data/kws/inputs_int8.npy")));
        stored.position(NPY_HEADER + FIRST_SCORED * SAMPLE);
        int count = stored.remaining() / SAMPLE;
        var values = ByteBuffer.allocate(4 * stored.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        while (stored.hasRemaining()) {
            values.putFloat((stored.get() - ZERO_POINT) * SCALE);
        }
        Path written = Files.write(folder.resolve("keywords.bin"), values.array());
        var spec = new TensorSpec("input_1", ElementType.FLOAT32, List.of(49, 10, 1));
        return new SampleSet(List.of(new SampleArray(spec, written)), Optional.empty(), count, Digest.of(written));
    }
}
