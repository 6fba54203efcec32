package io.lapidary.engine.litert;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.engine.RunResult;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteWriter;

/** Models that a test builds, run by an engine that all tests of the class share. */
@Timeout(120)
abstract class BuiltModels {
    private static LitertEngine engine;

    @TempDir
    Path folder;

    InterpreterSession session;

    @BeforeAll
    static void start() {
        engine = LitertEngine.create(LitertOptions.defaults());
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void open() throws Exception {
        session = engine.open(Fixtures.LIMITS);
    }

    @AfterEach
    void close() {
        session.close();
    }

    final RunResult run(Path model, SampleSet samples, Kernels kernels) throws Exception {
        return session.run(new RunRequest(model, "", samples, true, kernels, folder));
    }

    final Path write(Model model) throws Exception {
        Path file = Files.createTempFile(folder, "model", ".tflite");
        TfliteWriter.write(model, file);
        return file;
    }

    final SampleSet floatSamples(List<Integer> shape, float... values) throws Exception {
        int perSample = shape.stream().reduce(1, (x, y) -> x * y);
        return new SampleSet(
                List.of(array("x", ElementType.FLOAT32, shape, Fixtures.bytes(values))),
                Optional.empty(),
                values.length / perSample,
                Digest.of("x"));
    }

    final SampleArray array(String name, ElementType type, List<Integer> shape, ByteBuffer bytes) throws Exception {
        return new SampleArray(
                new TensorSpec(name, type, shape), Fixtures.write(Files.createTempFile(folder, name, ""), bytes));
    }

    static final float[] floats(RunResult result, int output) throws Exception {
        return Fixtures.floats(result.outputs().get(output).file());
    }
}
