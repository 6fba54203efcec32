package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.model.Model;
import io.lapidary.model.Signature;
import io.lapidary.model.Tensor;
import io.lapidary.model.TfliteReader;

/** Runs models in the real interpreter, every signature of them, over random samples. */
final class Interpretation {
    private static final EngineLimits LIMITS = new EngineLimits(2L << 30, Duration.ofMinutes(5), 1);
    private static final int SAMPLES = 4;
    private static final long SEED = 11;

    private Interpretation() {}

    /** The outputs' files, signature by signature, in order; finite, and of the types and shapes that the file states. */
    static List<Path> run(Path file, Path folder) throws LapidaryException, IOException, InterruptedException {
        Model model = TfliteReader.read(file);
        var outputs = new ArrayList<Path>();
        if (model.signatures().isEmpty()) {
            outputs.addAll(run(file, "", model.main().inputs(), model.main().outputs(), folder.resolve("main")));
        }
        int number = 0;
        for (Signature signature : model.signatures()) {
            var graph = signature.subgraph();
            Path own = folder.resolve("signature" + number++);
            outputs.addAll(run(file, signature.key(), graph.inputs(), graph.outputs(), own));
        }
        return outputs;
    }

    private static List<Path> run(Path file, String signature, List<Tensor> inputs, List<Tensor> promised, Path folder)
            throws LapidaryException, IOException, InterruptedException {
        Path given = Files.createDirectories(folder.resolve("inputs"));
        Path made = Files.createDirectories(folder.resolve("outputs"));
        SampleSet samples = new RandomSamples(SEED, SAMPLES, given).of(inputs);
        List<SampleArray> arrays;
        try (InterpreterSession session = SharedEngine.get().open(LIMITS)) {
            arrays = session.run(new RunRequest(file, signature, samples, false, Kernels.DEFAULT, made))
                    .outputs();
        }
        assertThat(arrays).as("outputs").hasSameSizeAs(promised);
        for (int i = 0; i < arrays.size(); i++) {
            check(arrays.get(i), promised.get(i));
        }
        return arrays.stream().map(SampleArray::file).toList();
    }

    private static void check(SampleArray array, Tensor promised) throws IOException {
        String name = "output '" + promised.name() + "'";
        assertThat(array.spec().type().name())
                .as("type of " + name)
                .isEqualTo(promised.type().name());
        assertThat(array.spec().elements())
                .as("elements of a sample of " + name)
                .isEqualTo(promised.shape().elements());
        if (array.spec().type() == ElementType.FLOAT32) {
            var values = ByteBuffer.wrap(Files.readAllBytes(array.file()))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            assertThat(values.hasRemaining()).as(name + " has values").isTrue();
            while (values.hasRemaining()) {
                float value = values.get();
                assertThat(Float.isFinite(value))
                        .as(name + " is finite; it holds " + value)
                        .isTrue();
            }
        }
    }
}
