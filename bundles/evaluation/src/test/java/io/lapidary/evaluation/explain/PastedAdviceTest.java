package io.lapidary.evaluation.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.Explanation;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.dataset.SampleReaders;
import io.lapidary.engine.litert.LitertEngine;
import io.lapidary.engine.litert.LitertOptions;
import io.lapidary.evaluation.internal.FakeContext;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.technique.equalize.internal.EqualizeTechnique;
import io.lapidary.technique.int8.internal.Int8Technique;

/** What an advice says to write into the request gives, by the technique itself, what the trial promised. */
@Timeout(180)
class PastedAdviceTest {
    @AutoClose
    private static final LitertEngine engine = LitertEngine.create(LitertOptions.defaults());

    @TempDir
    Path folder;

    private final DenseChain chain = new DenseChain(400);

    @Test
    void anotherRangeWhereOneSampleBlewUpAll() throws Exception {
        float[][] calibration = new float[101][];
        System.arraycopy(chain.samples, 0, calibration, 0, 100);
        calibration[100] = chain.samples[100].clone();
        for (int i = 0; i < DenseChain.WIDTH; i++) {
            calibration[100][i] *= 60;
        }
        requireKept(Map.of("calibration", "min-max"), calibration, Advice.RANGE);
    }

    @Test
    void float32WhereAnActivationIsCutOff() throws Exception {
        // The last bias would make up for what is cut off, which is more than a trial takes back.
        requireKept(Map.of("ranges", "d1=-0.5:0.5", "bias_correction", "false"), chain.samples, Advice.FLOAT);
    }

    @Test
    void aScaleForEachChannelWhereOneIsFarLarger() throws Exception {
        for (int i = 0; i < DenseChain.WIDTH; i++) {
            chain.weights[1][5][i] *= 60;
            chain.weights[2][i][5] = 0;
        }
        requireKept(
                Map.of("per_channel", "false", "balance_channels", "false", "ranges", "d1=-3:3"),
                chain.samples,
                Advice.PER_CHANNEL);
    }

    @Test
    void int16ActivationsWhereOneChannelIsFarLarger() throws Exception {
        for (int i = 0; i < DenseChain.WIDTH; i++) {
            chain.weights[1][5][i] *= 60;
            chain.weights[2][i][5] = 0;
        }
        requireKept(Map.of("balance_channels", "false"), chain.samples, Advice.INT16);
    }

    @Test
    void anEqualizationBeforeWhereChannelsDiffer() throws Exception {
        unequalPair();
        requireKept(Map.of("balance_channels", "false"), chain.samples, Advice.EQUALIZE);
    }

    @Test
    void anEqualizationOfWeightsWhereTheyHaveOneScale() throws Exception {
        unequalPair();
        requireKept(Map.of("balance_channels", "false", "per_channel", "false"), chain.samples, Advice.EQUALIZE);
    }

    /** Channels between d1 and d2 that differ by a factor of up to 128, in the weights on both sides too. */
    private void unequalPair() {
        for (int c = 0; c < DenseChain.WIDTH; c++) {
            float factor = 1 << c % 8;
            for (int i = 0; i < DenseChain.WIDTH; i++) {
                chain.weights[1][c][i] *= factor;
                chain.weights[2][i][c] /= factor;
            }
        }
    }

    private void requireKept(Map<String, String> given, float[][] calibration, String kind) throws Exception {
        Path original = write(chain.original());
        var bench = new ChainBench(folder, engine, chain);
        SampleSet samples = read(bench.array(calibration));
        Evaluation before = evaluate(bench, quantize(original, samples, given));
        Explanation explanation = before.explanation().orElseThrow();
        Advice advice = explanation.advice().stream()
                .filter(found -> found.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("only " + explanation.advice()));
        var asked = new HashMap<String, String>(given);
        asked.putAll(values(advice.parameter()));
        Path source = advice.step().isEmpty() ? original : equalized(original, samples, advice.step());
        Evaluation after = evaluate(bench, quantize(source, samples, asked));
        assertThat(advice.measure()).isEqualTo("agreement");
        assertThat(advice.text()).contains(advice.parameter() + advice.step());
        assertThat(advice.after()).as(advice.text()).isGreaterThan(advice.before() + 0.05);
        assertThat(after.result().metrics().get("agreement")).as(advice.text()).isCloseTo(advice.after(), within(0.02));
        assertThat(after.result().bytes() - before.result().bytes()).isCloseTo(advice.addedBytes(), within(512L));
    }

    private Evaluation evaluate(ChainBench bench, Path packaged) throws Exception {
        return bench.evaluate(chain.original(), TfliteReader.read(packaged));
    }

    private Path quantize(Path original, SampleSet samples, Map<String, String> given) throws Exception {
        return apply(new Int8Technique(), original, samples, given);
    }

    private Path equalized(Path original, SampleSet samples, String step) throws Exception {
        assertThat(step).startsWith("equalize:");
        return apply(new EqualizeTechnique(), original, samples, values(step.substring(step.indexOf(':') + 1)));
    }

    private static Map<String, String> values(String text) {
        var values = new HashMap<String, String>();
        for (String part : text.isEmpty() ? new String[0] : text.split(",")) {
            int end = part.indexOf('=');
            values.put(part.substring(0, end), part.substring(end + 1));
        }
        return values;
    }

    private Path apply(Technique technique, Path original, SampleSet samples, Map<String, String> given)
            throws Exception {
        var input = new TechniqueInput(
                Map.of(ModelRole.SUBJECT, ModelFile.of(original)),
                Map.of(DataRole.REPRESENTATIVE, samples),
                Parameters.resolve(
                        technique.descriptor().id(), technique.descriptor().parameters(), given),
                Optional.empty());
        Path work = Files.createTempDirectory(folder, "work");
        return technique
                .apply(input, new FakeContext(work, engine))
                .candidates()
                .get(0)
                .model();
    }

    private SampleSet read(Path array) throws Exception {
        return SampleReaders.standard()
                .read(
                        new DataSource("x.npy", array, Map.of()),
                        List.of(new TensorSpec("x", ElementType.FLOAT32, List.of(1, DenseChain.WIDTH))),
                        Files.createTempDirectory(folder, "samples"));
    }

    private Path write(Model model) throws Exception {
        Path file = Files.createTempFile(folder, "original", ".tflite");
        TfliteWriter.write(model, file);
        return file;
    }
}
