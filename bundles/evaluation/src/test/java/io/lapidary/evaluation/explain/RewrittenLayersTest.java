package io.lapidary.evaluation.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.evaluation.Explanation;
import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.engine.litert.LitertEngine;
import io.lapidary.engine.litert.LitertOptions;
import io.lapidary.model.Model;

/** Layers that a step has rewritten so that the function stays, and one that it has only seemingly. */
@Timeout(180)
class RewrittenLayersTest {
    @AutoClose
    private static final LitertEngine engine = LitertEngine.create(LitertOptions.defaults());

    @TempDir
    Path folder;

    private final DenseChain chain = new DenseChain(120);

    RewrittenLayersTest() {
        chain.biased = true;
        chain.perChannel = true;
    }

    @Test
    void smallFactorsThatAreTakenBackAreNoFault() throws Exception {
        Model original = chain.original();
        for (int k = 0; k < DenseChain.WIDTH; k++) {
            scale(k, k % 2 == 0 ? 1.15f : 0.9f);
        }
        requireFine(explain(original));
    }

    @Test
    void offsetsThatAreTakenBackBesideFactorsAreNoFault() throws Exception {
        Model original = chain.original();
        for (int k = 0; k < DenseChain.WIDTH; k += 2) {
            shift(k, 1.5f + k / 4f);
            takeBack(k, 1.5f + k / 4f);
        }
        scale(1, 2);
        scale(4, 0.7f);
        requireFine(explain(original));
    }

    /** A bias that is simply wrong: the layer that reads it computes something else. */
    @Test
    void anOffsetThatIsNotTakenBackIsSeenWhereItIsRead() throws Exception {
        Model original = chain.original();
        for (int k = 0; k < DenseChain.WIDTH; k += 2) {
            shift(k, 2);
        }
        scale(1, 2);
        assertThat(row(explain(original), "d2").aloneSqnrDb().orElseThrow()).isLessThan(15);
    }

    /** An activation's mean that moves because weights are rough is not put down to a rewrite. */
    @Test
    void errorsOfWeightsStayErrors() throws Exception {
        Model original = chain.original();
        chain.perChannel = false;
        chain.weights[1][5][3] = 20;
        assertThat(row(explain(original), "d1").aloneSqnrDb().orElseThrow()).isLessThan(20);
    }

    private void requireFine(Explanation explanation) {
        assertThat(row(explanation, "d1").rescaled()).isTrue();
        assertThat(row(explanation, "d0").rescaled()).isFalse();
        assertThat(explanation.operators()).allSatisfy(row -> {
            assertThat(row.aloneSqnrDb().orElseThrow()).as(row.name()).isGreaterThan(33);
            assertThat(row.sqnrDb().orElseThrow()).as(row.name()).isGreaterThan(24);
        });
    }

    private void scale(int channel, float factor) {
        for (int i = 0; i < DenseChain.WIDTH; i++) {
            chain.weights[1][channel][i] *= factor;
            chain.weights[2][i][channel] /= factor;
        }
        float bias = (channel - DenseChain.WIDTH / 2) / 10f;
        chain.offsets[1][channel] = (bias + chain.offsets[1][channel]) * factor - bias;
    }

    private void shift(int channel, float offset) {
        chain.offsets[1][channel] -= offset;
    }

    private void takeBack(int channel, float offset) {
        for (int o = 0; o < DenseChain.WIDTH; o++) {
            chain.offsets[2][o] += chain.weights[2][o][channel] * offset;
        }
    }

    private static OperatorExplanation row(Explanation explanation, String name) {
        return explanation.operators().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Explanation explain(Model original) throws Exception {
        return new ChainBench(folder, engine, chain)
                .evaluate(original, chain.quantized(""))
                .explanation()
                .orElseThrow();
    }
}
