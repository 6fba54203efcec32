package io.lapidary.technique.equalize.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.contract.RandomSamples;
import io.lapidary.contract.SharedEngine;
import io.lapidary.contract.TestContext;
import io.lapidary.model.Model;
import io.lapidary.model.Tensor;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;

/** Applies the technique to models and runs what comes out. */
record EqualizeBench(Path folder) {
    private static final EngineLimits LIMITS = new EngineLimits(1L << 30, Duration.ofMinutes(1), 1);

    record Applied(TechniqueResult result, Model before, Path original, Model after, Path file) {
        double measure(String name) {
            return result.candidates().get(0).measures().get(name);
        }

        List<String> codes() {
            return result.findings().stream().map(finding -> finding.code()).toList();
        }
    }

    Applied apply(Model model, Map<String, String> given, boolean withSamples) throws Exception {
        Path work = Files.createTempDirectory(folder, "work");
        Path subject = work.resolve("subject.tflite");
        TfliteWriter.write(model, subject);
        Map<DataRole, SampleSet> data = withSamples ? Map.of(DataRole.REPRESENTATIVE, samples(model, work)) : Map.of();
        var technique = new EqualizeTechnique();
        var parameters = Parameters.resolve("equalize", technique.descriptor().parameters(), given);
        TechniqueResult result = technique.apply(
                new TechniqueInput(
                        Map.of(ModelRole.SUBJECT, ModelFile.of(subject)), data, parameters, Optional.empty()),
                TestContext.in(work));
        Path file = result.candidates().get(0).model();
        return new Applied(result, TfliteReader.read(subject), subject, TfliteReader.read(file), file);
    }

    private static SampleSet samples(Model model, Path folder) throws Exception {
        return new RandomSamples(3, 24, folder).of(model.main().inputs());
    }

    /** @param tolerance as a part of the largest output; 0 for equal bits */
    void requireSame(Applied applied, double tolerance, String what) throws Exception {
        for (Kernels kernels : Kernels.values()) {
            FloatBuffer expected = run(applied.original(), applied.before(), kernels);
            FloatBuffer actual = run(applied.file(), applied.before(), kernels);
            double largest = 0;
            for (int i = 0; i < expected.limit(); i++) {
                largest = Math.max(largest, Math.abs(expected.get(i)));
            }
            assertThat(largest).as("outputs of " + what).isPositive();
            for (int i = 0; i < expected.limit(); i++) {
                assertThat((double) actual.get(i))
                        .as(what + ", output " + i + " on " + kernels)
                        .isCloseTo(expected.get(i), within(tolerance * largest));
            }
        }
    }

    FloatBuffer run(Path file, Model shape, Kernels kernels) throws Exception {
        Path made = Files.createTempDirectory(folder, "run");
        try (var session = SharedEngine.get().open(LIMITS)) {
            var result = session.run(new RunRequest(file, "", samples(shape, made), false, kernels, made));
            return ByteBuffer.wrap(Files.readAllBytes(result.outputs().get(0).file()))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
        }
    }

    static FloatBuffer floats(Tensor tensor) {
        return tensor.data().asFloatBuffer();
    }
}
