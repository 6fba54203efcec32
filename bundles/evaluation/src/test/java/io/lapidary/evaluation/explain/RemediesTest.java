package io.lapidary.evaluation.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.EvaluationRequest;
import io.lapidary.engine.litert.LitertEngine;
import io.lapidary.engine.litert.LitertOptions;

/** What is advised besides float32: it was tried, and a model made so from the start is as good. */
@Timeout(180)
class RemediesTest {
    @AutoClose
    private static final LitertEngine engine = LitertEngine.create(LitertOptions.defaults());

    @TempDir
    Path folder;

    private final DenseChain chain = new DenseChain(400);

    @Test
    void anActivationThatIsCutOffGetsTheRangeThatWasSeen() throws Exception {
        chain.biased = true;
        chain.chosen[1] = 0.2;
        Evaluation cut = evaluate();
        Advice advice = advice(cut, "Let the output of FULLY_CONNECTED 'd1' range");
        assertThat(advice.operators()).containsExactly("d1");
        assertThat(advice.measure()).isEqualTo("agreement");
        assertThat(advice.kind()).isEqualTo(Advice.RANGE);
        assertThat(advice.parameter()).startsWith("ranges=d1=-");
        assertThat(advice.addedBytes()).isBetween(-256L, 256L);
        chain.chosen[1] = 1;
        double whole = evaluate().result().metrics().get("agreement");
        assertThat(advice.before()).isLessThan(whole - 0.05);
        assertThat(advice.after()).isCloseTo(whole, within(0.01));
    }

    @Test
    void aRangeFarWiderThanWhatIsInItIsMadeNarrower() throws Exception {
        chain.chosen[1] = 60;
        Evaluation coarse = evaluate();
        Advice advice = advice(coarse, "Let the output of FULLY_CONNECTED 'd1' range");
        assertThat(advice.operators()).containsExactly("d1");
        assertThat(advice.addedBytes()).isBetween(-256L, 256L);
        chain.chosen[1] = 1;
        double fine = evaluate().result().metrics().get("agreement");
        assertThat(advice.before()).isLessThan(fine - 0.05);
        assertThat(advice.after()).isCloseTo(fine, within(0.02));
    }

    @Test
    void bytesThatAnotherWriterWastedAreNoGain() throws Exception {
        chain.chosen[1] = 60;
        var bench = new ChainBench(folder, engine, chain);
        EvaluationRequest request = bench.request(chain.original(), chain.quantized(""), true);
        Files.write(request.packed().files().get(0).file(), new byte[10_000], StandardOpenOption.APPEND);
        Advice advice = advice(bench.evaluate(request), "Let the output of FULLY_CONNECTED 'd1' range");
        assertThat(advice.addedBytes()).isBetween(-256L, 256L);
    }

    @Test
    void oneScaleForAllChannelsIsReplacedByOneForEach() throws Exception {
        chain.biased = true;
        for (int layer = 0; layer < DenseChain.LAYERS; layer++) {
            for (int i = 0; i < DenseChain.WIDTH; i++) {
                // A channel whose weights are far larger than the others', and that nobody reads.
                chain.weights[layer][5][i] *= layer == 1 ? 60 : 1;
                chain.weights[layer][i][5] *= layer == 2 ? 0 : 1;
            }
        }
        // What the large channel takes of the activations' range is not what is asked here.
        chain.chosen[1] = 1 / 40.0;
        Advice advice =
                advice(evaluate(), "Give the weights of FULLY_CONNECTED 'd0' and 3 more a scale for each channel");
        assertThat(advice.operators()).containsExactly("d0", "d1", "d2", "d3");
        assertThat(advice.kind()).isEqualTo(Advice.PER_CHANNEL);
        assertThat(advice.parameter()).isEqualTo("per_channel=true");
        chain.perChannel = true;
        Evaluation byChannel = evaluate();
        assertThat(advice.after()).isCloseTo(byChannel.result().metrics().get("agreement"), within(0.01));
        assertThat(advice.after()).isGreaterThan(advice.before() + 0.05);
        assertThat(byChannel.explanation().orElseThrow().advice())
                .noneMatch(other -> other.kind().equals(Advice.PER_CHANNEL));
    }

    private Evaluation evaluate() throws Exception {
        return new ChainBench(folder, engine, chain).evaluate(chain.original(), chain.quantized(""));
    }

    private static Advice advice(Evaluation evaluation, String start) {
        return evaluation.explanation().orElseThrow().advice().stream()
                .filter(advice -> advice.text().startsWith(start))
                .findFirst()
                .orElseThrow();
    }
}
