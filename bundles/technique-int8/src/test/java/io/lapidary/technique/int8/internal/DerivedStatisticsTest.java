package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.ABS;
import static io.lapidary.model.BuiltinOperator.ADD;
import static io.lapidary.model.BuiltinOperator.CONCATENATION;
import static io.lapidary.model.BuiltinOperator.CONV_2D;
import static io.lapidary.model.BuiltinOperator.COS;
import static io.lapidary.model.BuiltinOperator.DEPTHWISE_CONV_2D;
import static io.lapidary.model.BuiltinOperator.DIV;
import static io.lapidary.model.BuiltinOperator.ELU;
import static io.lapidary.model.BuiltinOperator.EXP;
import static io.lapidary.model.BuiltinOperator.FULLY_CONNECTED;
import static io.lapidary.model.BuiltinOperator.GELU;
import static io.lapidary.model.BuiltinOperator.HARD_SWISH;
import static io.lapidary.model.BuiltinOperator.LOGISTIC;
import static io.lapidary.model.BuiltinOperator.MAXIMUM;
import static io.lapidary.model.BuiltinOperator.MEAN;
import static io.lapidary.model.BuiltinOperator.MINIMUM;
import static io.lapidary.model.BuiltinOperator.MUL;
import static io.lapidary.model.BuiltinOperator.NEG;
import static io.lapidary.model.BuiltinOperator.PAD;
import static io.lapidary.model.BuiltinOperator.PRELU;
import static io.lapidary.model.BuiltinOperator.RELU;
import static io.lapidary.model.BuiltinOperator.RELU6;
import static io.lapidary.model.BuiltinOperator.RESHAPE;
import static io.lapidary.model.BuiltinOperator.SIN;
import static io.lapidary.model.BuiltinOperator.SPLIT;
import static io.lapidary.model.BuiltinOperator.SQUARE;
import static io.lapidary.model.BuiltinOperator.SQUARED_DIFFERENCE;
import static io.lapidary.model.BuiltinOperator.SUB;
import static io.lapidary.model.BuiltinOperator.TANH;
import static io.lapidary.model.BuiltinOperator.TILE;
import static io.lapidary.model.BuiltinOperator.TRANSPOSE;
import static io.lapidary.model.BuiltinOperator.TRANSPOSE_CONV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.StatisticsResult.TensorSummary;
import io.lapidary.api.engine.TensorStatistic;
import io.lapidary.contract.RandomSamples;
import io.lapidary.contract.TestContext;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;
import io.lapidary.quantization.statistics.ChannelStatistics;
import io.lapidary.quantization.statistics.NetworkStatistics;

/** What is derived of activations beside what the interpreter's own kernels make of normally distributed inputs. */
class DerivedStatisticsTest {
    private static final int SAMPLES = 8_000;
    private static final double DEVIATIONS = 6;
    /** Of 8,000 samples a mean is off by 1/89 of a deviation, several times as much where most elements are cut off. */
    private static final double OF_MEAN = 0.05;

    private static final double OF_DEVIATION = 0.06;

    @TempDir
    private Path folder;

    private final GraphParts parts = parts();

    private static GraphParts parts() {
        try {
            return GraphParts.main();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void functionsBendANormalDistribution() throws Exception {
        Tensor x = layer(6, 1.2);
        var made = new ArrayList<Tensor>();
        for (BuiltinOperator type :
                List.of(RELU, RELU6, LOGISTIC, TANH, ELU, GELU, HARD_SWISH, SQUARE, ABS, NEG, SIN, COS)) {
            made.add(parts.apply(type, new int[] {1, 6}, x));
        }
        made.add(parts.apply(EXP, new int[] {1, 6}, layer(6, 0.4)));
        requireTrue(made);
    }

    @Test
    void slopesAreByChannel() throws Exception {
        Tensor x = layer(4, 1.5);
        Tensor slopes = parts.constant(Shape.of(4), 0.1f, -0.5f, 1.5f, 0);
        requireTrue(List.of(parts.apply(PRELU, new int[] {1, 4}, x, slopes)));
    }

    @Test
    void whatIsMadeOfOneNumberTwiceDependsOnIt() throws Exception {
        Tensor x = layer(4, 1.5);
        Tensor half = parts.constant(Shape.of(1), 0.5f);
        Tensor swish = parts.apply(MUL, new int[] {1, 4}, x, parts.apply(LOGISTIC, new int[] {1, 4}, x));
        Tensor shifted = parts.apply(SUB, new int[] {1, 4}, swish, parts.apply(MUL, new int[] {1, 4}, x, half));
        requireTrue(List.of(shifted));
    }

    @Test
    void twoIndependentNumbersMeet() throws Exception {
        Tensor x = layer(6, 1.2);
        Tensor bounded = parts.apply(TANH, new int[] {1, 6}, x);
        Tensor y = layer(6, 0.8);
        var made = new ArrayList<Tensor>();
        for (BuiltinOperator type : List.of(ADD, SUB, MUL, MAXIMUM, MINIMUM)) {
            made.add(parts.apply(type, new int[] {1, 6}, bounded, y));
        }
        made.add(parts.apply(SQUARED_DIFFERENCE, new int[] {1, 6}, x, y));
        requireTrue(made);
    }

    @Test
    void aQuotientByWhatStaysAboveZero() throws Exception {
        Tensor positive = parts.apply(
                ADD,
                new int[] {1, 6},
                parts.apply(LOGISTIC, new int[] {1, 6}, layer(6, 1)),
                parts.constant(Shape.of(1), 0.5f));
        requireTrue(List.of(parts.apply(DIV, new int[] {1, 6}, layer(6, 1), positive)));
    }

    /** Places are equal: each channel is one number all over the image, and at its edges fewer of them are summed. */
    @Test
    void windowsOfEqualPlacesSeeTheEdges() throws Exception {
        Tensor flat = parts.in(1, 3);
        Tensor image = parts.apply(
                TILE,
                new int[] {1, 5, 4, 3},
                parts.apply(RESHAPE, new int[] {1, 1, 1, 3}, flat, parts.ints(1, 1, 1, 3)),
                parts.ints(1, 5, 4, 1));
        Tensor made = parts.tensor(TensorType.FLOAT32, 1, 3, 2, 4);
        parts.operator(CONV_2D)
                .inputs(image, positive(4, 3, 3, 3), parts.random(0.5, 4))
                .outputs(made)
                .option("stride_w", 2)
                .option("stride_h", 2)
                .option("fused_activation_function", "RELU6")
                .append();
        Tensor deep = parts.tensor(TensorType.FLOAT32, 1, 5, 4, 6);
        parts.operator(DEPTHWISE_CONV_2D)
                .inputs(image, positive(1, 3, 3, 6), parts.random(0.5, 6))
                .outputs(deep)
                .option("stride_w", 1)
                .option("stride_h", 1)
                .option("depth_multiplier", 2)
                .append();
        requireTrue(List.of(made, deep));
    }

    /** Places are independent, and weights of either sign, so that they spread the sums more than equal ones would. */
    @Test
    void windowsOfIndependentPlaces() throws Exception {
        Tensor image = parts.in(1, 6, 5, 2);
        Tensor made = parts.tensor(TensorType.FLOAT32, 1, 4, 3, 3);
        parts.operator(CONV_2D)
                .inputs(image, alternating(3, 3, 3, 2), parts.random(0.5, 3))
                .outputs(made)
                .option("stride_w", 1)
                .option("stride_h", 1)
                .option("padding", "VALID")
                .append();
        requireTrue(List.of(made));
    }

    @Test
    void aTransposedConvolutionSumsSomeOfItsTaps() throws Exception {
        Tensor image = parts.apply(
                TILE,
                new int[] {1, 3, 3, 2},
                parts.apply(RESHAPE, new int[] {1, 1, 1, 2}, parts.in(1, 2), parts.ints(1, 1, 1, 2)),
                parts.ints(1, 3, 3, 1));
        Tensor made = parts.tensor(TensorType.FLOAT32, 1, 6, 6, 3);
        parts.operator(TRANSPOSE_CONV)
                .inputs(parts.ints(1, 6, 6, 3), positive(3, 3, 3, 2), image)
                .outputs(made)
                .option("stride_w", 2)
                .option("stride_h", 2)
                .option("padding", "SAME")
                .append();
        requireTrue(List.of(made));
    }

    @Test
    void channelsKeepTheirPlacesWhereTensorsAreJoinedSplitAndTurned() throws Exception {
        Tensor a = layer(4, 1);
        Tensor b = parts.apply(ABS, new int[] {1, 2}, layer(2, 0.5));
        Tensor joined = parts.tensor(TensorType.FLOAT32, 1, 6);
        parts.operator(CONCATENATION)
                .inputs(a, b)
                .option("axis", 1)
                .outputs(joined)
                .append();
        Tensor left = parts.tensor(TensorType.FLOAT32, 1, 3);
        Tensor right = parts.tensor(TensorType.FLOAT32, 1, 3);
        parts.operator(SPLIT)
                .inputs(parts.number(1), joined)
                .option("num_splits", 2)
                .outputs(left, right)
                .append();
        Tensor rows = parts.apply(RESHAPE, new int[] {1, 2, 3}, joined, parts.ints(1, 2, 3));
        Tensor turned = parts.apply(TRANSPOSE, new int[] {1, 3, 2}, rows, parts.ints(0, 2, 1));
        Tensor padded = parts.apply(PAD, new int[] {1, 3, 3}, rows, parts.pairs(0, 0, 1, 0, 0, 0));
        requireTrue(List.of(joined, left, right, rows, padded));
        requireMixed(turned);
    }

    @Test
    void aMeanOfChannelsVariesLess() throws Exception {
        Tensor x = parts.in(1, 8);
        Tensor made = parts.tensor(TensorType.FLOAT32, 1, 1);
        parts.operator(MEAN)
                .inputs(x, parts.ints(1))
                .option("keep_dims", true)
                .outputs(made)
                .append();
        Tensor far = parts.apply(SQUARED_DIFFERENCE, new int[] {1, 1}, made, parts.in(1, 1));
        requireTrue(List.of(made, far));
    }

    /** A layer over inputs of its own, of outputs that depend on each other as little as random weights let them. */
    private Tensor layer(int outputs, double magnitude) {
        Tensor made = parts.tensor(TensorType.FLOAT32, 1, outputs);
        parts.operator(FULLY_CONNECTED)
                .inputs(parts.in(1, 5), parts.random(magnitude / 2, outputs, 5), parts.random(magnitude, outputs))
                .outputs(made)
                .append();
        return made;
    }

    private Tensor positive(int... shape) {
        float[] values = new float[(int) Shape.of(shape).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.02f * (1 + i % 7);
        }
        return parts.constant(Shape.of(shape), values);
    }

    private Tensor alternating(int... shape) {
        float[] values = new float[(int) Shape.of(shape).elements()];
        for (int i = 0; i < values.length; i++) {
            int tap = i / shape[3] % (shape[1] * shape[2]);
            values[i] = (tap % 2 == 0 ? 1 : -1) * 0.05f * (1 + i % 5);
        }
        return parts.constant(Shape.of(shape), values);
    }

    private ChannelStatistics derived(Tensor tensor) {
        var given = new HashMap<Tensor, ChannelStatistics>();
        parts.subgraph().inputs().forEach(input -> given.put(input, ChannelStatistics.normal(0, 1)));
        ChannelStatistics found = new NetworkStatistics(parts.subgraph(), given, DEVIATIONS)
                .of(tensor)
                .orElseThrow();
        return found.repeated(tensor.shape().last());
    }

    private Map<String, TensorSummary> measured(List<Tensor> tensors) throws Exception {
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

    private void requireTrue(List<Tensor> tensors) throws Exception {
        Map<String, TensorSummary> truths = measured(tensors);
        for (Tensor tensor : tensors) {
            requireTrue(tensor, truths.get(tensor.name()));
        }
    }

    private void requireTrue(Tensor tensor, TensorSummary truth) {
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
    private void requireMixed(Tensor tensor) throws Exception {
        ChannelStatistics derived = derived(tensor);
        TensorSummary truth = measured(List.of(tensor)).get(tensor.name());
        double deviation = Math.sqrt(truth.variance());
        assertThat(derived.means()[0]).isCloseTo(truth.mean(), within(OF_MEAN * deviation));
        assertThat(Math.sqrt(derived.variances()[0])).isCloseTo(deviation, within(OF_DEVIATION * deviation));
        requireHolds(derived, truth);
    }

    /** The range holds what was seen, about four deviations to either side, and is not half as wide again as six of them. */
    private static void requireHolds(ChannelStatistics derived, TensorSummary truth) {
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
