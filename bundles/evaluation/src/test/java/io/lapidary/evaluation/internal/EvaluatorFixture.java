package io.lapidary.evaluation.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;
import io.lapidary.api.backend.LatencyComparison;
import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.backend.VerifiedPackage;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.engine.LatencyResult.Quantiles;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.EvaluationRequest;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.work.Finding;
import io.lapidary.evaluation.Evaluations;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;

/** Two models that are functions, and what an evaluation of them needs. */
abstract class EvaluatorFixture {
    static final int CLASSES = 8;
    static final FakeModel IDENTITY = FakeModel.of(CLASSES, x -> x);

    @TempDir
    Path folder;

    ModelFile original;
    ModelFile result;
    List<OperatorPlacement> placements =
            List.of(new OperatorPlacement(0, 0, "FULLY_CONNECTED", "builtin", "It is a test."));

    @BeforeEach
    void writeModels() throws Exception {
        original = write("original.tflite", model(0.5f));
        result = write("result.tflite", model(0));
    }

    Evaluation evaluate(FakeReader reader, FakeModel packed, Optional<LatencyComparison> latency, String task)
            throws LapidaryException, InterruptedException {
        return evaluator(reader)
                .evaluate(
                        request(Optional.of(data()), latency, task),
                        new FakeContext(folder, new FakeEngine(models(packed))));
    }

    static io.lapidary.api.evaluation.Evaluator evaluator(FakeReader reader) {
        return Evaluations.evaluator(reader, Evaluations.standardMetrics());
    }

    EvaluationRequest request(Optional<DataSource> data, Optional<LatencyComparison> latency, String task) {
        var backend = new FakeBackend(new VerifiedPackage(result, List.of()), placements, latency);
        var packed =
                new BackendPackage(List.of(new PackageFile("model.tflite", result.path())), "application/vnd.tflite");
        return new EvaluationRequest(original, backend, packed, new TargetProfile("fake", "one", Map.of()), data, task);
    }

    Map<Path, FakeModel> models(FakeModel packed) {
        return Map.of(original.path(), IDENTITY, result.path(), packed);
    }

    DataSource data() {
        return new DataSource("test.npz", folder.resolve("test.npz"), Map.of());
    }

    ModelFile write(String name, Model model) throws Exception {
        Path file = folder.resolve(name);
        TfliteWriter.write(model, file);
        return ModelFile.of(file);
    }

    static Model model(float weight) {
        var builder = new ModelBuilder("test");
        var input = builder.input("input0", TensorType.FLOAT32, -1, CLASSES);
        float[] weights = new float[CLASSES * CLASSES];
        java.util.Arrays.fill(weights, weight);
        var filter = builder.constant("filter", Shape.of(CLASSES, CLASSES), weights);
        var output = builder.tensor("output0", TensorType.FLOAT32, -1, CLASSES);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(input, filter)
                .outputs(output)
                .append();
        return builder.output(output).build();
    }

    static LatencyComparison latency(double original, double result) {
        return new LatencyComparison(quantiles(original), quantiles(result), 2, "a test", true);
    }

    static Quantiles quantiles(double p50) {
        return new Quantiles(p50, p50 * 1.1, p50 * 0.9, 20);
    }

    static List<String> codes(Evaluation evaluation) {
        return evaluation.findings().stream().map(Finding::code).toList();
    }

    static List<float[]> rows(int count) {
        var random = new Random(3);
        var rows = new ArrayList<float[]>();
        for (int i = 0; i < count; i++) {
            float[] row = new float[CLASSES];
            for (int k = 0; k < CLASSES; k++) {
                row[k] = (float) random.nextGaussian();
            }
            rows.add(row);
        }
        return rows;
    }

    static int argmax(float[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }

    /** Puts the highest score elsewhere: the size is even, so no element keeps its place. */
    static float[] reversed(float[] row) {
        float[] reversed = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            reversed[i] = row[row.length - 1 - i];
        }
        return reversed;
    }

    static double energy(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += (double) value * value;
        }
        return sum;
    }
}
