package io.lapidary.evaluation.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.Explanation;
import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.api.work.Finding;
import io.lapidary.engine.litert.LitertEngine;
import io.lapidary.engine.litert.LitertOptions;
import io.lapidary.model.Model;

/** Models in which one thing is wrong, and it is known which. */
@Timeout(180)
class ExplanationTest {
    @AutoClose
    private static final LitertEngine engine = LitertEngine.create(LitertOptions.defaults());

    @TempDir
    Path folder;

    private final DenseChain chain = new DenseChain(400);

    @Test
    void aClippedActivationIsTheWorstAndWhatHelpsIsTriedAndTrue() throws Exception {
        chain.chosen[1] = 0.2;
        Evaluation evaluation = evaluate(chain.quantized(""));
        Explanation explanation = evaluation.explanation().orElseThrow();

        OperatorExplanation worst = explanation.operators().get(0);
        assertThat(worst.name()).isEqualTo("d1");
        assertThat(worst.aloneSqnrDb().orElseThrow()).isLessThan(12);
        assertThat(worst.outsideShare().orElseThrow()).isGreaterThan(0.05);
        assertThat(worst.chosen().orElseThrow().max())
                .isCloseTo(
                        0.2f * worst.seen().orElseThrow().max(),
                        within(0.2f * worst.seen().orElseThrow().max()));
        // The cut is its maker's fault and nobody else's.
        assertThat(explanation.operators().subList(1, explanation.operatorCount()))
                .allSatisfy(row -> assertThat(row.aloneSqnrDb().orElseThrow()).isGreaterThan(30));
        assertThat(warnings(evaluation, "coverage")).containsExactly("d1");

        Advice advice = explanation.advice().stream()
                .filter(tried -> tried.text().contains("in float32"))
                .findFirst()
                .orElseThrow();
        assertThat(advice.operators()).containsExactly("d1", "d2");
        assertThat(advice.measure()).isEqualTo("agreement");
        assertThat(advice.samples()).isEqualTo(400);
        assertThat(advice.before()).isEqualTo(evaluation.result().metrics().get("agreement"));
        assertThat(advice.kind()).isEqualTo(Advice.FLOAT);
        assertThat(advice.parameter()).isEqualTo("exclude=d1|d2");
        assertThat(advice.latencyRatio().orElseThrow()).isPositive();
        // The same model, written by hand and measured by itself.
        chain.floats.addAll(List.of(1, 2));
        Evaluation changed = evaluate(chain.quantized(""));
        assertThat(advice.after()).isEqualTo(changed.result().metrics().get("agreement"));
        assertThat(advice.after()).isGreaterThan(advice.before() + 0.05);
        assertThat(advice.addedBytes())
                .isCloseTo(changed.result().bytes() - evaluation.result().bytes(), within(256L));
        assertThat(evaluation.findings()).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo("advice");
            assertThat(finding.message()).startsWith("Leave FULLY_CONNECTED 'd1'");
            assertThat(finding.message()).contains("exclude=d1|d2");
        });
    }

    @Test
    void oneOutlierRuinsALayerAndTheZeroChannelsAreCounted() throws Exception {
        // Nothing comes by this way, so that only the scale tells of the outlier.
        chain.weights[0][3] = new float[DenseChain.WIDTH];
        chain.weights[1][5][3] = 300;
        Evaluation evaluation = evaluate(chain.quantized(""));
        OperatorExplanation worst =
                evaluation.explanation().orElseThrow().operators().get(0);

        assertThat(worst.name()).isEqualTo("d1");
        assertThat(worst.weightChannels()).isEqualTo(DenseChain.WIDTH);
        assertThat(worst.zeroChannels()).isEqualTo(DenseChain.WIDTH - 1);
        assertThat(worst.aloneSqnrDb().orElseThrow()).isLessThan(1);
        assertThat(warnings(evaluation, "zero-channels")).containsExactly("d1");
        assertThat(evaluation.explanation().orElseThrow().advice())
                .anySatisfy(advice -> assertThat(advice.operators()).containsExactly("d1"));
    }

    @Test
    void scaledChannelsAreNoFault() throws Exception {
        Model original = chain.original();
        for (int k = 0; k < DenseChain.WIDTH; k++) {
            float factor = k % 2 == 0 ? 4 : 1;
            for (int i = 0; i < DenseChain.WIDTH; i++) {
                chain.weights[1][k][i] *= factor;
                chain.weights[2][i][k] /= factor;
            }
        }
        Explanation explanation =
                bench().evaluate(original, chain.quantized("")).explanation().orElseThrow();
        OperatorExplanation scaled = row(explanation, "d1");

        assertThat(scaled.rescaled()).isTrue();
        assertThat(scaled.sqnrDb().orElseThrow()).isBetween(10.0, 60.0);
        // Of weights times factors, so of the rounding alone.
        assertThat(scaled.weightSqnrDb().orElseThrow()).isGreaterThan(30);
        assertThat(row(explanation, "d2").weightSqnrDb().orElseThrow()).isGreaterThan(30);
        assertThat(row(explanation, "d2").aloneSqnrDb().orElseThrow()).isGreaterThan(25);
        assertThat(row(explanation, "d0").rescaled()).isFalse();
    }

    @Test
    void renamedActivationsAreFoundByStructure() throws Exception {
        Explanation explanation =
                evaluate(chain.quantized("tfl.other/")).explanation().orElseThrow();
        assertThat(explanation.leftOut()).isEmpty();
        assertThat(explanation.operators())
                .extracting(OperatorExplanation::name)
                .contains("tfl.other/d0", "tfl.other/d1", "tfl.other/d2", "tfl.other/d3");
        assertThat(explanation.operators())
                .allSatisfy(row -> assertThat(row.aloneSqnrDb().orElseThrow()).isGreaterThan(30));
    }

    @Test
    void weightsAloneHaveNoRangesAndEveryOtherNumber() throws Exception {
        chain.hybrid = true;
        Explanation explanation = evaluate(chain.quantized("")).explanation().orElseThrow();
        assertThat(explanation.operatorCount()).isEqualTo(DenseChain.LAYERS);
        assertThat(explanation.operators()).allSatisfy(row -> {
            assertThat(row.types()).isEqualTo("float32 x int8");
            assertThat(row.chosen()).isEmpty();
            assertThat(row.outsideShare()).isEmpty();
            assertThat(row.sqnrDb().orElseThrow()).isBetween(20.0, 70.0);
            assertThat(row.aloneSqnrDb().orElseThrow()).isBetween(20.0, 70.0);
            assertThat(row.weightSqnrDb().orElseThrow()).isBetween(35.0, 60.0);
            assertThat(row.bytes()).isEqualTo(256);
        });
        assertThat(explanation.operators().stream()
                        .mapToDouble(row -> row.latencyShare().orElseThrow())
                        .sum())
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void nothingIsTriedWhereNothingIsWrong() throws Exception {
        // Of so few samples, one that is decided otherwise is chance.
        var fine = new DenseChain(60);
        fine.perChannel = true;
        Explanation explanation = new ChainBench(folder, engine, fine)
                .evaluate(fine.original(), fine.quantized(""))
                .explanation()
                .orElseThrow();
        assertThat(explanation.trials()).isZero();
        assertThat(explanation.advice()).isEmpty();
        assertThat(explanation.leftOut()).isEmpty();
    }

    @Test
    void whatComesWithItIsAJsonFileInTheWorkFolder() throws Exception {
        Evaluation evaluation = evaluate(chain.quantized(""));
        assertThat(evaluation.attachments()).singleElement().satisfies(attachment -> {
            assertThat(attachment.name()).isEqualTo("explanation-cpu-desktop.json");
            assertThat(attachment.mediaType()).isEqualTo("application/json");
            assertThat(Files.readString(attachment.file())).contains("\"name\": \"d3\"");
        });
    }

    @Test
    void nothingIsExplainedThatIsNotAskedForOrNotQuantized() throws Exception {
        assertThat(evaluate(chain.original()).explanation()).isEmpty();
        var request = bench().request(chain.original(), chain.quantized(""), false);
        assertThat(bench().evaluate(request).explanation()).isEmpty();
    }

    private static OperatorExplanation row(Explanation explanation, String name) {
        return explanation.operators().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> warnings(Evaluation evaluation, String code) {
        return evaluation.findings().stream()
                .filter(finding -> finding.code().equals(code))
                .filter(finding -> finding.severity() == Finding.Severity.WARNING)
                .map(Finding::subject)
                .toList();
    }

    private Evaluation evaluate(Model packaged) throws Exception {
        return bench().evaluate(chain.original(), packaged);
    }

    private ChainBench bench() {
        return new ChainBench(folder, engine, chain);
    }
}
