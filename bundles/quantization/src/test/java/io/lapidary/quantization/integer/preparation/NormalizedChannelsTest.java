package io.lapidary.quantization.integer.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lapidary.api.parameter.Parameters;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.WeightDecision;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;
import io.lapidary.quantization.statistics.ChannelStatistics;

/** Instance normalization: of each channel over the image. */
class NormalizedChannelsTest {
    private static final float EPSILON = .5f;

    private final ModelBuilder builder = new ModelBuilder("normalized");
    private final Tensor made = image("made");
    private final Tensor mean = channels("mean");
    private final Tensor squares = image("squares");
    private final Tensor variance = channels("variance");
    private final Tensor guarded = channels("guarded");
    private final Tensor root = channels("root");
    private final Tensor centred = image("centred");
    private final Tensor result = image("result");

    private void build(int... axes) {
        Tensor image = builder.input("image", TensorType.FLOAT32, 1, 4, 4, 1);
        Tensor over = builder.constant("axes", Shape.of(axes.length), axes);
        apply(
                BuiltinOperator.CONV_2D,
                made,
                image,
                builder.constant("weights", Shape.of(2, 1, 1, 1), 3, .25f),
                builder.constant("bias", Shape.of(2), 1, .5f));
        reduce(mean, made, over);
        apply(BuiltinOperator.SQUARED_DIFFERENCE, squares, made, mean);
        reduce(variance, squares, over);
        apply(BuiltinOperator.ADD, guarded, variance, builder.constant("epsilon", Shape.SCALAR, EPSILON));
        apply(BuiltinOperator.RSQRT, root, guarded);
        apply(BuiltinOperator.SUB, centred, made, mean);
        apply(BuiltinOperator.MUL, result, centred, root);
    }

    @Test
    void aVarianceIsOfDegreeTwoAndItsInverseRootTakesTheFactorOut() {
        build(1, 2);
        builder.output(result);
        assertThat(found()).hasSize(1);
        assertThat(found().get(0).degrees())
                .isEqualTo(Map.of(made, 1, mean, 1, squares, 2, variance, 2, guarded, 2, root, -1, centred, 1));
    }

    /** 1 beside 1/16: four octaves. */
    @Test
    void smallChannelsGrowAndTheEpsilonFollowsTheirVariance() throws Exception {
        build(1, 2);
        builder.output(result);
        var seen = new ChannelStatistics(
                new double[2], new double[] {1, 1 / 256.0}, new double[] {-.5, -1 / 16.0}, new double[] {1, 1 / 32.0});
        var settings = IntegerSettings.of(
                Parameters.resolve("int16x8", List.of(IntegerSettings.parameters(IntegerScheme.INT16X8)), Map.of()),
                IntegerScheme.INT16X8);
        var levels = IntegerScheme.INT16X8.levels();
        var decisions = new ScaledDecisions(Annotations.read(builder.editor().model()), builder.editor());
        assertThat(new ChannelBalance(builder.editor(), Map.of(made, seen), List.of(levels), settings, decisions)
                        .balanceNormalized(found()))
                .isEqualTo(1);
        Operator convolution = operator(BuiltinOperator.CONV_2D);
        assertThat(numbers(convolution, 1)).containsExactly(3, 4);
        assertThat(numbers(convolution, 2)).containsExactly(1, 8);
        assertThat(numbers(operator(BuiltinOperator.ADD), 1)).containsExactly(EPSILON, 256 * EPSILON);
    }

    @Test
    void whatAnotherOperatorReadsWithItsFactorIsNotFree() {
        build(1, 2);
        apply(BuiltinOperator.LOGISTIC, image("gate"), centred);
        builder.output(result);
        assertThat(found()).isEmpty();
    }

    @Test
    void whatTheModelGivesOutIsNotFree() {
        build(1, 2);
        builder.output(result).output(mean);
        assertThat(found()).isEmpty();
    }

    @Test
    void aNormalizationOverChannelsIsNone() {
        build(1, 2, 3);
        builder.output(result);
        assertThat(found()).isEmpty();
    }

    private List<NormalizedChannels> found() {
        return NormalizedChannels.of(builder.graph().subgraph(), tensor -> WeightDecision.NONE);
    }

    private Tensor image(String name) {
        return builder.tensor(name, TensorType.FLOAT32, 1, 4, 4, 2);
    }

    private Tensor channels(String name) {
        return builder.tensor(name, TensorType.FLOAT32, 1, 1, 1, 2);
    }

    private void reduce(Tensor output, Tensor input, Tensor axes) {
        builder.operator(BuiltinOperator.MEAN)
                .option("keep_dims", true)
                .inputs(input, axes)
                .outputs(output)
                .append();
    }

    private void apply(BuiltinOperator type, Tensor output, Tensor... inputs) {
        builder.operator(type).inputs(inputs).outputs(output).append();
    }

    private Operator operator(BuiltinOperator type) {
        return builder.graph().subgraph().operators(type).get(0);
    }

    private static float[] numbers(Operator operator, int input) {
        var values = operator.input(input).orElseThrow().data().asFloatBuffer();
        float[] numbers = new float[values.limit()];
        values.get(numbers);
        return numbers;
    }
}
