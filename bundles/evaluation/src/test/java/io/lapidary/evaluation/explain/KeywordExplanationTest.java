package io.lapidary.evaluation.explain;

import static org.assertj.core.api.Assertions.assertThat;

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

import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.EvaluationRequest;
import io.lapidary.api.evaluation.Explanation;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.backend.cpu.internal.CpuBackend;
import io.lapidary.dataset.SampleReaders;
import io.lapidary.engine.litert.LitertEngine;
import io.lapidary.engine.litert.LitertOptions;
import io.lapidary.evaluation.Evaluations;
import io.lapidary.evaluation.internal.FakeContext;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteReader;
import io.lapidary.technique.int8.internal.Int8Technique;
import io.lapidary.testsupport.SharedFiles;

/** A published keyword model as int8, on real data. */
@Timeout(300)
class KeywordExplanationTest {
    private static final TargetProfile TARGET =
            new TargetProfile("cpu", "desktop", Map.of("latency_seconds", "0.1", "threads", "1"));

    @AutoClose
    private static final LitertEngine engine = LitertEngine.create(LitertOptions.defaults());

    @TempDir
    Path folder;

    @Test
    void everyOperatorIsExplainedThoughChannelsWereBalanced() throws Exception {
        Evaluation evaluation = evaluate(quantize(Map.of()));
        Explanation explanation = evaluation.explanation().orElseThrow();
        assertThat(explanation.leftOut()).isEmpty();
        assertThat(explanation.operators()).hasSize(14);
        assertThat(explanation.operators()).anyMatch(row -> row.rescaled());
        assertThat(explanation.operators()).allSatisfy(row -> {
            assertThat(row.sqnrDb().orElseThrow()).isBetween(20.0, 60.0);
            assertThat(row.aloneSqnrDb().orElseThrow()).isGreaterThan(25);
            assertThat(row.outsideShare().orElseThrow()).isLessThan(0.01);
        });
        assertThat(explanation.operators().stream().filter(row -> row.weightChannels() > 0))
                .hasSize(10)
                .allSatisfy(row -> assertThat(row.weightSqnrDb().orElseThrow()).isBetween(30.0, 55.0));
    }

    @Test
    void whatIsAdvisedHelpsWhenTheTechniqueDoesIt() throws Exception {
        // One activation's range is cut off by hand, so that there is something to advise whatever the technique does
        // well.
        Model model = TfliteReader.read(SharedFiles.model("kws_float.tflite"));
        String cut = model.main().operators().get(4).outputs().get(0).name();
        var rough = Map.of("ranges", cut + "=0:0.5");
        Evaluation before = evaluate(quantize(rough));
        Explanation explanation = before.explanation().orElseThrow();
        requireHelpful(before, rough, advice(explanation, "ranges"), "ranges");
        Advice island = advice(explanation, "exclude");
        Evaluation after = requireHelpful(before, rough, island, "exclude");
        assertThat(after.explanation().orElseThrow().operators())
                .filteredOn(row -> island.operators().contains(row.name()))
                .allSatisfy(row -> assertThat(row.types()).startsWith("float32"));
    }

    private static Advice advice(Explanation explanation, String parameter) {
        return explanation.advice().stream()
                .filter(advice -> advice.parameter().startsWith(parameter + "="))
                .findFirst()
                .orElseThrow();
    }

    private Evaluation requireHelpful(Evaluation before, Map<String, String> rough, Advice advice, String parameter)
            throws Exception {
        var better = new HashMap<String, String>(rough);
        better.put(parameter, advice.parameter().substring(parameter.length() + 1));
        Evaluation after = evaluate(quantize(better));
        boolean decibels = advice.measure().equals(Advice.SQNR);
        double was = decibels
                ? before.sqnrDb().orElseThrow()
                : before.result().metrics().get(advice.measure());
        double is = decibels
                ? after.sqnrDb().orElseThrow()
                : after.result().metrics().get(advice.measure());
        assertThat(is - was).as(advice.text()).isGreaterThan((advice.after() - advice.before()) / 2);
        return after;
    }

    private Path quantize(Map<String, String> given) throws Exception {
        var technique = new Int8Technique();
        SampleSet samples = SampleReaders.standard()
                .read(
                        data("slice", "0:100"),
                        List.of(new TensorSpec("input", ElementType.FLOAT32, List.of(1, 49, 10, 1))),
                        Files.createTempDirectory(folder, "samples"));
        var input = new TechniqueInput(
                Map.of(ModelRole.SUBJECT, ModelFile.of(SharedFiles.model("kws_float.tflite"))),
                Map.of(DataRole.REPRESENTATIVE, samples),
                Parameters.resolve("int8", technique.descriptor().parameters(), given),
                Optional.empty());
        Path work = Files.createTempDirectory(folder, "int8");
        return technique
                .apply(input, new FakeContext(work, engine))
                .candidates()
                .get(0)
                .model();
    }

    private Evaluation evaluate(Path packaged) throws Exception {
        var request = new EvaluationRequest(
                ModelFile.of(SharedFiles.model("kws_float.tflite")),
                new CpuBackend(),
                new BackendPackage(List.of(new PackageFile("model.tflite", packaged)), "application/vnd.tflite"),
                TARGET,
                Optional.of(data("slice", "100:1000")),
                "");
        return Evaluations.evaluator(SampleReaders.standard(), Evaluations.standardMetrics())
                .evaluate(request, new FakeContext(folder, engine));
    }

    private static DataSource data(String option, String value) {
        return new DataSource(
                "inputs_int8.npy",
                SharedFiles.file("data/kws/inputs_int8.npy"),
                Map.of("offset", "-83", "scale", "0.5847029", "labels", "labels.npy", option, value));
    }
}
