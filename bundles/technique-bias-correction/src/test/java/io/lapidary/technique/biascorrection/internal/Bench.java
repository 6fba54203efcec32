package io.lapidary.technique.biascorrection.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.lapidary.api.Digest;
import io.lapidary.api.dataset.SampleArray;
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
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.contract.SharedEngine;
import io.lapidary.contract.TestContext;
import io.lapidary.model.BufferContent;
import io.lapidary.model.ChannelLayout;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Tensor;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.quantization.Magnitudes;
import io.lapidary.quantization.ScaleSearch;
import io.lapidary.quantization.WeightFormat;

/** Applies the technique to models of 32 inputs and runs them, on samples whose inputs have means of their own. */
record Bench(Path folder) {
    static final int INPUTS = 32;
    static final int SAMPLES = 64;

    private static final EngineLimits LIMITS = new EngineLimits(1L << 30, Duration.ofMinutes(2), 1);

    TechniqueResult apply(Path model, Map<String, String> given, boolean withSamples) throws Exception {
        var technique = new BiasCorrectionTechnique();
        return technique.apply(
                new TechniqueInput(
                        Map.of(ModelRole.SUBJECT, ModelFile.of(model)),
                        withSamples ? Map.of(DataRole.REPRESENTATIVE, samples()) : Map.of(),
                        Parameters.resolve(
                                "bias-correction", technique.descriptor().parameters(), given),
                        Optional.empty()),
                TestContext.in(Files.createTempDirectory(folder, "work")));
    }

    Path corrected(Path model, Map<String, String> given) throws Exception {
        return apply(model, given, true).candidates().get(0).model();
    }

    Path write(Model model) throws Exception {
        Path file = Files.createTempFile(folder, "model", ".tflite");
        TfliteWriter.write(model, file);
        return file;
    }

    /** The means of the model's inputs over the samples. */
    static double[] means() {
        double[] means = new double[INPUTS];
        FloatBuffer values = values().asFloatBuffer();
        for (int i = 0; i < values.limit(); i++) {
            means[i % INPUTS] += values.get(i) / SAMPLES;
        }
        return means;
    }

    /** The means of the model's outputs over the samples. */
    double[] means(Path model) throws Exception {
        try (var session = SharedEngine.get().open(LIMITS)) {
            Path made = Files.createTempDirectory(folder, "run");
            var result = session.run(new RunRequest(model, "", samples(), false, Kernels.BUILTIN, made));
            FloatBuffer values = ByteBuffer.wrap(
                            Files.readAllBytes(result.outputs().get(0).file()))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            double[] means = new double[values.limit() / SAMPLES];
            for (int i = 0; i < values.limit(); i++) {
                means[i % means.length] += values.get(i) / SAMPLES;
            }
            return means;
        }
    }

    /** The model with its weights as 4 bits have them, float32. */
    Path rounded(Path model, String... weights) throws Exception {
        Model read = TfliteReader.read(model);
        for (String name : weights) {
            Tensor weight = read.main().tensor(name).orElseThrow();
            ModelEditor.of(read).tensor(weight).data(BufferContent.ofFloats(fourBits(weight)));
        }
        return write(read);
    }

    static float[] fourBits(Tensor weight) {
        ChannelLayout layout = ChannelLayout.of(weight.shape(), 0);
        FloatBuffer values = weight.data().asFloatBuffer();
        float[] scales =
                ScaleSearch.leastSquares(values, layout, WeightFormat.INT4_FULL, Magnitudes.largest(values, layout));
        float[] rounded = new float[values.limit()];
        for (int i = 0; i < rounded.length; i++) {
            float scale = scales[i / layout.inner()];
            rounded[i] = scale * WeightFormat.INT4_FULL.quantize(values.get(i), scale);
        }
        return rounded;
    }

    static float[] floats(Path model, String name) throws Exception {
        FloatBuffer values = TfliteReader.read(model)
                .main()
                .tensor(name)
                .orElseThrow()
                .data()
                .asFloatBuffer();
        float[] copy = new float[values.limit()];
        values.get(copy);
        return copy;
    }

    private SampleSet samples() throws Exception {
        Path file = Files.write(Files.createTempFile(folder, "x", ".raw"), values().array());
        var array = new SampleArray(new TensorSpec("x", ElementType.FLOAT32, List.of(INPUTS)), file);
        return new SampleSet(List.of(array), Optional.empty(), SAMPLES, Digest.of("x"));
    }

    private static ByteBuffer values() {
        var random = new Random(2);
        var bytes = ByteBuffer.allocate(SAMPLES * INPUTS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SAMPLES * INPUTS; i++) {
            bytes.putFloat((float) (i % INPUTS / 8.0 + random.nextGaussian()));
        }
        return bytes.flip();
    }
}
