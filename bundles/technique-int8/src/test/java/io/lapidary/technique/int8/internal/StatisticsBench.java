package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.EXP;
import static io.lapidary.model.BuiltinOperator.FULLY_CONNECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.StatisticsResult.TensorSummary;
import io.lapidary.api.engine.TensorStatistic;
import io.lapidary.contract.RandomSamples;
import io.lapidary.contract.TestContext;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;
import io.lapidary.quantization.statistics.ChannelStatistics;
import io.lapidary.quantization.statistics.NetworkStatistics;

/** What is derived of activations beside what the interpreter's own kernels make of normally distributed inputs. */
abstract class StatisticsBench {
    private static final int SAMPLES = 8_000;
    private static final double DEVIATIONS = 6;
    /** Of 8,000 samples a mean is off by 1/89 of a deviation, several times as much where most elements are cut off. */
    private static final double OF_MEAN = 0.05;

    private static final double OF_DEVIATION = 0.06;

    @TempDir
    private Path folder;

    final GraphParts parts = parts();

    private static GraphParts parts() {
        try {
            return GraphParts.main();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A layer over inputs of its own, of outputs that depend on each other as little as random weights let them. */
    Tensor layer(int outputs, double magnitude) {
        Tensor made = parts.tensor(TensorType.FLOAT32, 1, outputs);
        parts.operator(FULLY_CONNECTED)
                .inputs(parts.in(1, 5), parts.random(magnitude / 2, outputs, 5), parts.random(magnitude, outputs))
                .outputs(made)
                .append();
        return made;
    }

    ChannelStatistics derived(Tensor tensor) {
        var given = new HashMap<Tensor, ChannelStatistics>();
        parts.subgraph().inputs().forEach(input -> given.put(input, ChannelStatistics.normal(0, 1)));
        ChannelStatistics found = new NetworkStatistics(parts.subgraph(), given, DEVIATIONS)
                .of(tensor)
                .orElseThrow();
        return found.repeated(tensor.shape().last());
    }

    Map<String, TensorSummary> measured(List<Tensor> tensors) throws Exception {
        parts.out(tensors.toArray(Tensor[]::new));
        Path file = folder.resolve("model.tflite");
        TfliteWriter.write(parts.model(), file);
        SampleSet samples =
                new RandomSamples(5, SAMPLES, folder).of(parts.subgraph().inputs());
        try (var session = TestContext.in(folder).interpreter()) {
            var wanted = Set.of(TensorStatistic.RANGE, TensorStatistic.MOMENTS);
            var names = tensors.stream().map(Tensor::name).toList();
            return session.statistics(new StatisticsRequest(file, "", samples, names, wanted, 0))
                    .tensors();
        }
    }

    void requireTrue(List<Tensor> tensors) throws Exception {
        Map<String, TensorSummary> truths = measured(tensors);
        for (Tensor tensor : tensors) {
            requireTrue(tensor, truths.get(tensor.name()));
        }
    }

    void requireTrue(Tensor tensor, TensorSummary truth) {
        ChannelStatistics derived = derived(tensor);
        for (int c = 0; c < tensor.shape().last(); c++) {
            double deviation = Math.sqrt(truth.channelVariances().get(c));
            assertThat(derived.means()[c])
                    .as("mean of channel %d of %s", c, tensor.producer())
                    .isCloseTo(truth.channelMeans().get(c), within(OF_MEAN * deviation));
            assertThat(Math.sqrt(derived.variances()[c]))
                    .as("deviation of channel %d of %s", c, tensor.producer())
                    .isCloseTo(deviation, within(OF_DEVIATION * deviation));
        }
        // A logarithmic normal distribution has far elements beyond any number of deviations.
        if (tensor.producer().orElseThrow().type() != EXP) {
            requireHolds(derived, truth);
        }
    }

    /** Channels that cannot be told apart: the moments of all elements. */
    void requireMixed(Tensor tensor) throws Exception {
        ChannelStatistics derived = derived(tensor);
        TensorSummary truth = measured(List.of(tensor)).get(tensor.name());
        double deviation = Math.sqrt(truth.variance());
        assertThat(derived.means()[0]).isCloseTo(truth.mean(), within(OF_MEAN * deviation));
        assertThat(Math.sqrt(derived.variances()[0])).isCloseTo(deviation, within(OF_DEVIATION * deviation));
        requireHolds(derived, truth);
    }

    /** The range holds what was seen, about four deviations to either side, and is not half as wide again as six of them. */
    static void requireHolds(ChannelStatistics derived, TensorSummary truth) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < derived.channels(); c++) {
            least = Math.min(least, derived.least()[c]);
            most = Math.max(most, derived.most()[c]);
        }
        assertThat(least).isLessThanOrEqualTo(truth.min() + 1e-5);
        assertThat(most).isGreaterThanOrEqualTo(truth.max() - 1e-5);
        assertThat(most - least).isLessThan(2.5 * (truth.max() - truth.min()));
    }
}
