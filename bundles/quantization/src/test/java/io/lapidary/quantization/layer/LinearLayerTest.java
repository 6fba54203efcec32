package io.lapidary.quantization.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.lapidary.api.engine.PatchSource;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Operator;
import io.lapidary.model.OperatorBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Weights count up from 0, so that a row tells which elements it has. */
class LinearLayerTest {
    private final ModelBuilder builder = new ModelBuilder("layers");
    private int names;

    @Test
    void aConvolutionHasARowForEachFilter() {
        Operator conv = window(BuiltinOperator.CONV_2D, data(1, 5, 5, 2), counting(3, 2, 2, 2), 2, "SAME");
        LinearLayer layer = LinearLayer.of(conv).orElseThrow();
        assertThat(layer.axis()).isZero();
        assertThat(layer.rows()).isEqualTo(new WeightRows(3, 8, 1, 8, 1));
        assertThat(row(layer, 1)).containsExactly(8, 9, 10, 11, 12, 13, 14, 15);
        assertThat(layer.source().kind()).isEqualTo(PatchSource.Kind.WINDOWS);
        assertThat(layer.source().length()).isEqualTo(8);
        assertThat(layer.bias()).contains(conv.input(2).orElseThrow());
    }

    @Test
    void aGroupedConvolutionReadsEachGroupsChannels() {
        Operator conv = window(BuiltinOperator.CONV_2D, data(1, 5, 5, 4), counting(6, 1, 1, 2), 1, "VALID");
        LinearLayer layer = LinearLayer.of(conv).orElseThrow();
        assertThat(layer.rows().groups()).isEqualTo(2);
        assertThat(List.of(0, 2, 3, 5).stream().map(layer.rows()::group)).containsExactly(0, 0, 1, 1);
    }

    @Test
    void aDepthwiseFilterIsStridedThroughTheTensor() {
        Operator conv = window(BuiltinOperator.DEPTHWISE_CONV_2D, data(1, 5, 5, 2), counting(1, 2, 1, 4), 1, "VALID");
        LinearLayer layer = LinearLayer.of(conv).orElseThrow();
        assertThat(layer.axis()).isEqualTo(3);
        assertThat(layer.rows().groups()).isEqualTo(2);
        assertThat(row(layer, 3)).containsExactly(3, 7);
        assertThat(layer.rows().layout().channels()).isEqualTo(4);
        assertThat(layer.rows().layout().inner()).isEqualTo(1);
    }

    @Test
    void aMatrixProductHasColumnsUnlessItIsTurned() {
        Operator plain = product(counting(3, 2), false);
        assertThat(row(LinearLayer.of(plain).orElseThrow(), 1)).containsExactly(1, 3, 5);
        Operator turned = product(counting(2, 3), true);
        assertThat(row(LinearLayer.of(turned).orElseThrow(), 1)).containsExactly(3, 4, 5);
        assertThat(LinearLayer.of(turned).orElseThrow().bias()).isEmpty();
    }

    @Test
    void aConnectedLayerIsOneOnlyIfItsWeightsAreItsOwn() {
        Tensor weights = counting(2, 3);
        Operator first = connected(weights);
        assertThat(row(LinearLayer.of(first).orElseThrow(), 1)).containsExactly(3, 4, 5);
        Operator second = connected(weights);
        assertThat(LinearLayer.of(first)).isEmpty();
        assertThat(LinearLayer.of(second)).isEmpty();
    }

    @Test
    void whatMultipliesByNoConstantIsNone() {
        Operator product = builder.operator(BuiltinOperator.BATCH_MATMUL)
                .inputs(data(1, 3), data(3, 2))
                .outputs(data(1, 2))
                .append();
        assertThat(LinearLayer.of(product)).isEmpty();
        Operator sum = builder.operator(BuiltinOperator.ADD)
                .inputs(data(3), counting(3))
                .outputs(data(3))
                .append();
        assertThat(LinearLayer.of(sum)).isEmpty();
        assertThat(LinearLayer.of(builder.graph().subgraph())).isEmpty();
    }

    private static List<Integer> row(LinearLayer layer, int output) {
        double[] row = layer.rows().row(layer.weights().data().asFloatBuffer(), output);
        return java.util.Arrays.stream(row).mapToObj(value -> (int) value).toList();
    }

    private Operator window(BuiltinOperator type, Tensor data, Tensor weights, int stride, String padding) {
        int outputs = type == BuiltinOperator.CONV_2D
                ? weights.shape().dim(0)
                : weights.shape().last();
        OperatorBuilder operator = builder.operator(type)
                .inputs(data, weights, counting(outputs))
                .outputs(data(1, 4, 4, outputs))
                .option("stride_h", stride)
                .option("stride_w", stride)
                .option("padding", padding);
        return operator.append();
    }

    private Operator product(Tensor weights, boolean turned) {
        return builder.operator(BuiltinOperator.BATCH_MATMUL)
                .inputs(data(1, 3), weights)
                .outputs(data(1, 2))
                .option("adj_y", turned)
                .append();
    }

    private Operator connected(Tensor weights) {
        return builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .optionalInputs(List.of(Optional.of(data(1, 3)), Optional.of(weights), Optional.empty()))
                .outputs(data(1, 2))
                .append();
    }

    private Tensor data(int... shape) {
        return builder.tensor("t" + names++, TensorType.FLOAT32, shape);
    }

    private Tensor counting(int... shape) {
        float[] values = new float[(int) Shape.of(shape).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return builder.constant("c" + names++, Shape.of(shape), values);
    }
}
