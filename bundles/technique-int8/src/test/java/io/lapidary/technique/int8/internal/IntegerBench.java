package io.lapidary.technique.int8.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.lapidary.api.dataset.SampleArray;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.ComparisonRequest;
import io.lapidary.api.engine.ComparisonResult.Difference;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.contract.RandomSamples;
import io.lapidary.contract.TestContext;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.quantization.integer.IntegerQuantization;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/** Quantizes a model of random samples, and runs it beside the float one on others. */
final class IntegerBench {
    private static final int SAMPLES = 256;

    private final Path folder;
    private final Path original;
    private final SampleSet seen;
    private final SampleSet unseen;

    IntegerBench(Model model, Path folder) throws Exception {
        this.folder = folder;
        this.original = folder.resolve("float.tflite");
        TfliteWriter.write(model, original);
        var inputs = model.main().inputs();
        this.seen = new RandomSamples(3, SAMPLES, Files.createDirectories(folder.resolve("seen"))).of(inputs);
        this.unseen = new RandomSamples(4, SAMPLES, Files.createDirectories(folder.resolve("unseen"))).of(inputs);
    }

    /** Float inputs and outputs unless asked otherwise. */
    TechniqueResult quantize(IntegerScheme scheme, Map<String, String> given) throws Exception {
        return quantize(scheme, given, TestContext.in(folder));
    }

    TechniqueResult quantize(IntegerScheme scheme, Map<String, String> given, TestContext context) throws Exception {
        return quantize(scheme, given, context, Map.of(DataRole.REPRESENTATIVE, seen));
    }

    /** With ranges that are derived. */
    TechniqueResult withoutSamples(IntegerScheme scheme, Map<String, String> given, TestContext context)
            throws Exception {
        return quantize(scheme, given, context, Map.of());
    }

    private TechniqueResult quantize(
            IntegerScheme scheme, Map<String, String> given, TestContext context, Map<DataRole, SampleSet> samples)
            throws Exception {
        var parameters = new HashMap<>(given);
        parameters.putIfAbsent("input_type", "float32");
        parameters.putIfAbsent("output_type", "float32");
        var input = new TechniqueInput(
                Map.of(ModelRole.SUBJECT, ModelFile.of(original)),
                samples,
                Parameters.resolve(scheme.id(), List.of(IntegerSettings.parameters(scheme)), parameters),
                Optional.empty());
        return new IntegerQuantization(scheme).apply(input, context);
    }

    /** The model, refused if an operator would stay in float32. */
    Path strictly(IntegerScheme scheme) throws Exception {
        return quantize(scheme, Map.of("strict", "true")).candidates().get(0).model();
    }

    static Model read(Path file) throws Exception {
        return TfliteReader.read(file);
    }

    /** Signal to quantization noise, in dB, of all float outputs together, on samples that were not seen. */
    double sqnr(Path quantized, String signature, Kernels kernels) throws Exception {
        List<float[]> expected = run(original, signature, Kernels.BUILTIN);
        List<float[]> actual = run(quantized, signature, kernels);
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < expected.size(); i++) {
            for (int k = 0; k < expected.get(i).length; k++) {
                signal += Math.pow(expected.get(i)[k], 2);
                noise += Math.pow(expected.get(i)[k] - actual.get(i)[k], 2);
            }
        }
        return 10 * Math.log10(signal / noise);
    }

    /**
     * The share of the float model's boxes that the quantized one has too, of the same class, its score within .05 and each corner
     * within .05, in whatever order.
     *
     * @param count of boxes that each sample has at most
     */
    double sameDetections(Path quantized, Kernels kernels, int count) throws Exception {
        List<float[]> expected = run(original, "", Kernels.BUILTIN);
        List<float[]> actual = run(quantized, "", kernels);
        long seen = 0;
        long same = 0;
        for (int i = 0; i < expected.get(1).length; i++) {
            if (i % count < expected.get(3)[i / count]) {
                int box = i;
                int first = i / count * count;
                seen++;
                same += IntStream.range(first, first + (int) actual.get(3)[i / count])
                        .filter(other -> isSame(expected, box, actual, other))
                        .limit(1)
                        .count();
            }
        }
        return (double) same / seen;
    }

    private static boolean isSame(List<float[]> a, int i, List<float[]> b, int k) {
        boolean same = a.get(1)[i] == b.get(1)[k] && Math.abs(a.get(2)[i] - b.get(2)[k]) < 0.05;
        for (int corner = 0; corner < 4; corner++) {
            same &= Math.abs(a.get(0)[4 * i + corner] - b.get(0)[4 * k + corner]) < 0.05;
        }
        return same;
    }

    /** How far the first output of a model is from the float one, on samples that were not seen. */
    Difference compared(Path quantized) throws Exception {
        try (InterpreterSession session = TestContext.in(folder).interpreter()) {
            var request = new ComparisonRequest(original, quantized, "", unseen, List.of(), Kernels.DEFAULT);
            return session.compare(request).tensors().values().iterator().next();
        }
    }

    private List<float[]> run(Path model, String signature, Kernels kernels) throws Exception {
        Path into = Files.createTempDirectory(folder, "run");
        try (InterpreterSession session = TestContext.in(folder).interpreter()) {
            var result = session.run(new RunRequest(model, signature, unseen, true, kernels, into));
            var outputs = new ArrayList<float[]>();
            for (SampleArray output : result.outputs()) {
                if (output.spec().type() == ElementType.FLOAT32) {
                    outputs.add(floats(output.file()));
                }
            }
            return outputs;
        }
    }

    private static float[] floats(Path file) throws Exception {
        var buffer = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }
}
