package io.lapidary.technique.int8.internal;

import static io.lapidary.model.BuiltinOperator.ABS;
import static io.lapidary.model.BuiltinOperator.ADD;
import static io.lapidary.model.BuiltinOperator.CONCATENATION;
import static io.lapidary.model.BuiltinOperator.CONV_2D;
import static io.lapidary.model.BuiltinOperator.DEPTHWISE_CONV_2D;
import static io.lapidary.model.BuiltinOperator.MEAN;
import static io.lapidary.model.BuiltinOperator.PAD;
import static io.lapidary.model.BuiltinOperator.RESHAPE;
import static io.lapidary.model.BuiltinOperator.RSQRT;
import static io.lapidary.model.BuiltinOperator.SPLIT;
import static io.lapidary.model.BuiltinOperator.SQUARED_DIFFERENCE;
import static io.lapidary.model.BuiltinOperator.SUB;
import static io.lapidary.model.BuiltinOperator.TILE;
import static io.lapidary.model.BuiltinOperator.TRANSPOSE;
import static io.lapidary.model.BuiltinOperator.TRANSPOSE_CONV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lapidary.api.engine.StatisticsResult.TensorSummary;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Layers, and what puts tensors together or takes them apart. */
class DerivedLayersTest extends StatisticsBench {
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
        requireTrue(List.of(joined, left, right, rows));
        requireMixed(turned);
        requireHolds(derived(padded), measured(List.of(padded)).get(padded.name()));
    }

    /** As in group and instance normalization: a mean over places, of which each differs from the others. */
    @Test
    void differencesFromAMeanAreNotTakenForNone() throws Exception {
        Tensor x = parts.in(1, 40, 3);
        Tensor mean = kept(MEAN, 3, x);
        Tensor squares = parts.apply(SQUARED_DIFFERENCE, x, mean);
        Tensor variance = kept(MEAN, 3, squares);
        Tensor root = parts.apply(RSQRT, parts.apply(ADD, variance, parts.constant(Shape.of(1), 1e-3f)));
        Tensor centered = parts.apply(SUB, x, mean);
        Map<String, TensorSummary> truths = measured(List.of(squares, variance, centered, root));
        for (Tensor made : List.of(squares, variance, centered)) {
            double[] variances = derived(made).variances();
            List<Double> truth = truths.get(made.name()).channelVariances();
            for (int c = 0; c < variances.length; c++) {
                assertThat(Math.sqrt(variances[c])).isCloseTo(Math.sqrt(truth.get(c)), withinPercentage(10));
            }
        }
        requireHolds(derived(root), truths.get(root.name()));
    }

    private Tensor kept(BuiltinOperator type, int channels, Tensor x) {
        Tensor made = parts.tensor(TensorType.FLOAT32, 1, 1, channels);
        parts.operator(type)
                .inputs(x, parts.ints(1))
                .option("keep_dims", true)
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
}
