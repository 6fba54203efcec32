package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.OperatorBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;

class ShapeInferenceTest {
    private final ModelBuilder builder = new ModelBuilder("shapes");

    @Test
    void realModelsGetTheShapesTheirConverterStated() throws Exception {
        var folder = Path.of(System.getProperty("lapidary.shared", "absent"), "models");
        assumeTrue(Files.isDirectory(folder), "skipped: the folder of real models is not there");
        for (String name : List.of("conv_fc_mnist", "kws_float", "kws_reference_int8", "mobilenetv2_random")) {
            var model = TfliteReader.read(folder.resolve(name + ".tflite"));
            var inferred = ShapeInference.infer(model.main(), Map.of());
            assertThat(inferred.unknown()).as(name).isEmpty();
            inferred.shapes()
                    .forEach((tensor, shape) ->
                            assertThat(shape).as("%s in %s", tensor, name).isEqualTo(tensor.shape()));
            assertThat(inferred.shapes())
                    .hasSizeGreaterThan(model.main().operators().size());
        }
    }

    @Test
    void theDynamicBatchOfARealModelIsFollowedThroughItsShapeArithmetic() throws Exception {
        var file = Path.of(System.getProperty("lapidary.shared", "absent"), "models", "mnist_tutorial.tflite");
        assumeTrue(Files.exists(file), "skipped: the real model is not there");
        var model = TfliteReader.read(file);
        var input = model.main().inputs().get(0);
        var shape = input.shapeSignature().with(0, 5);
        var inferred = ShapeInference.infer(model.main(), Map.of(input.name(), shape));
        assertThat(inferred.isComplete()).as("%s", inferred.unknown()).isTrue();
        assertThat(inferred.shape(model.main().outputs().get(0))).contains(Shape.of(5, 10));
        inferred.apply(ModelEditor.of(model));
        assertThat(model.main().outputs().get(0).isDynamic()).isFalse();
        assertThat(input.shape()).isEqualTo(shape);
    }

    @Test
    void windows() {
        assertShape(conv("SAME", 2, 1), 1, 5, 4, 8);
        assertShape(conv("VALID", 2, 1), 1, 4, 3, 8);
        assertShape(conv("VALID", 1, 2), 1, 5, 4, 8);
        var depthwise = builder.operator(DEPTHWISE_CONV_2D)
                .inputs(input(1, 9, 8, 3), weights(1, 3, 3, 6))
                .option("padding", "VALID")
                .option("stride_w", 3)
                .option("stride_h", 2);
        assertShape(depthwise, 1, 4, 2, 6);
        var pool = builder.operator(AVERAGE_POOL_2D)
                .inputs(input(2, 7, 7, 3))
                .option("padding", "VALID")
                .option("filter_width", 3)
                .option("filter_height", 2)
                .option("stride_w", 2)
                .option("stride_h", 2);
        assertShape(pool, 2, 3, 3, 3);
        var transposed =
                builder.operator(TRANSPOSE_CONV).inputs(ints(1, 8, 8, 2), weights(2, 3, 3, 4), input(1, 4, 4, 4));
        assertShape(transposed, 1, 8, 8, 2);
    }

    private OperatorBuilder conv(String padding, int stride, int dilation) {
        return builder.operator(CONV_2D)
                .inputs(input(1, 9, 8, 3), weights(8, 3, 3, 3))
                .option("padding", padding)
                .option("stride_w", stride)
                .option("stride_h", stride)
                .option("dilation_w_factor", dilation)
                .option("dilation_h_factor", dilation);
    }

    @Test
    void matrices() {
        assertShape(builder.operator(FULLY_CONNECTED).inputs(input(2, 3, 4), weights(5, 12)), 2, 5);
        assertShape(
                builder.operator(FULLY_CONNECTED)
                        .inputs(input(2, 3, 4), weights(5, 4))
                        .option("keep_num_dims", true),
                2,
                3,
                5);
        assertShape(builder.operator(BATCH_MATMUL).inputs(input(2, 1, 3, 4), input(5, 4, 6)), 2, 5, 3, 6);
        assertShape(
                builder.operator(BATCH_MATMUL)
                        .inputs(input(4, 3), input(6, 4))
                        .option("adj_x", true)
                        .option("adj_y", true),
                3,
                6);
        assertUnknown(builder.operator(BATCH_MATMUL).inputs(input(4, 3), input(4, 6)));
    }

    @Test
    void broadcasting() {
        assertShape(builder.operator(ADD).inputs(input(2, 1, 4), input(3, 1)), 2, 3, 4);
        assertShape(builder.operator(SELECT_V2).inputs(input(2, 1), input(1, 3), input(1)), 2, 3);
        assertUnknown(builder.operator(MUL).inputs(input(2, 3), input(2, 4)));
    }

    @Test
    void reductions() {
        assertShape(builder.operator(MEAN).inputs(input(2, 3, 4, 5), ints(1, 2)), 2, 5);
        assertShape(builder.operator(SUM).inputs(input(2, 3, 4), ints(-1)).option("keep_dims", true), 2, 3, 1);
        assertShape(builder.operator(ARG_MAX).inputs(input(2, 3, 4), ints(1)), 2, 4);
        assertShape(builder.operator(TOPK_V2).inputs(input(2, 9), ints(3)), 2, 3);
    }

    @Test
    void reshaping() {
        assertShape(builder.operator(RESHAPE).inputs(input(2, 3, 4), ints(-1, 6)), 4, 6);
        assertShape(builder.operator(RESHAPE).inputs(input(2, 3)).option("new_shape", new int[] {3, -1}), 3, 2);
        assertUnknown(builder.operator(RESHAPE).inputs(input(2, 3), ints(4, 2)));
        assertShape(builder.operator(SQUEEZE).inputs(input(1, 3, 1)), 3);
        assertShape(builder.operator(SQUEEZE).inputs(input(1, 3, 1)).option("squeeze_dims", new int[] {-1}), 1, 3);
        assertShape(builder.operator(EXPAND_DIMS).inputs(input(2, 3), ints(-1)), 2, 3, 1);
        assertShape(builder.operator(TRANSPOSE).inputs(input(2, 3, 4), ints(2, 0, 1)), 4, 2, 3);
        assertShape(builder.operator(SPACE_TO_DEPTH).inputs(input(1, 4, 6, 3)).option("block_size", 2), 1, 2, 3, 12);
        assertShape(builder.operator(DEPTH_TO_SPACE).inputs(input(1, 2, 3, 12)).option("block_size", 2), 1, 4, 6, 3);
        assertShape(
                builder.operator(SPACE_TO_BATCH_ND).inputs(input(1, 5, 7, 3), ints(2, 2), matrix(2, 2, 0, 1, 0, 1)),
                4,
                3,
                4,
                3);
        assertShape(
                builder.operator(BATCH_TO_SPACE_ND).inputs(input(4, 3, 4, 3), ints(2, 2), matrix(2, 2, 0, 1, 0, 1)),
                1,
                5,
                7,
                3);
        assertShape(builder.operator(TILE).inputs(input(2, 3), ints(3, 2)), 6, 6);
    }

    @Test
    void slicing() {
        assertShape(builder.operator(SLICE).inputs(input(5, 6), ints(1, 2), ints(2, -1)), 2, 4);
        assertShape(builder.operator(GATHER).inputs(input(5, 6, 7), ints(0, 2)).option("axis", 1), 5, 2, 7);
        assertShape(builder.operator(GATHER_ND).inputs(input(5, 6, 7), matrix(3, 2, 0, 0, 0, 0, 0, 0)), 3, 7);
        assertShape(builder.operator(SPLIT).inputs(ints(1), input(2, 9)).outputs(output(), output(), output()), 2, 3);
        assertShape(
                builder.operator(SPLIT_V)
                        .inputs(input(2, 9), ints(4, -1), ints(1))
                        .outputs(output(), output()),
                2,
                4);
        assertShape(builder.operator(UNPACK).inputs(input(2, 9)).option("axis", -1), 2);
    }

    @Test
    void stridedSlices() {
        // x[:, 1::2]
        assertShape(
                strided(new int[] {0, 1}, new int[] {0, 0}, new int[] {1, 2})
                        .option("begin_mask", 1)
                        .option("end_mask", 3),
                5,
                3);
        // x[::-1, -1]
        assertShape(
                strided(new int[] {0, -1}, new int[] {0, 0}, new int[] {-1, 1})
                        .option("begin_mask", 1)
                        .option("end_mask", 1)
                        .option("shrink_axis_mask", 2),
                5);
        // x[..., tf.newaxis, 2]
        assertShape(
                strided(new int[] {0, 0, 2}, new int[] {0, 0, 3}, new int[] {1, 1, 1})
                        .option("ellipsis_mask", 1)
                        .option("new_axis_mask", 2)
                        .option("shrink_axis_mask", 4),
                5,
                1);
        // x[1:4:2] of [5, 6]
        assertShape(strided(new int[] {1}, new int[] {4}, new int[] {2}), 2, 6);
    }

    private OperatorBuilder strided(int[] begin, int[] end, int[] strides) {
        return builder.operator(STRIDED_SLICE).inputs(input(5, 6), ints(begin), ints(end), ints(strides));
    }

    @Test
    void joining() {
        assertShape(
                builder.operator(CONCATENATION).inputs(input(2, 3), input(2, 4)).option("axis", -1), 2, 7);
        assertUnknown(
                builder.operator(CONCATENATION).inputs(input(2, 3), input(3, 4)).option("axis", 1));
        assertShape(builder.operator(PACK).inputs(input(2, 3), input(2, 3)).option("axis", 1), 2, 2, 3);
        assertShape(builder.operator(PAD).inputs(input(2, 3), matrix(2, 2, 1, 1, 0, 2)), 4, 5);
        assertShape(builder.operator(RESIZE_BILINEAR).inputs(input(1, 4, 4, 3), ints(8, 9)), 1, 8, 9, 3);
        assertShape(builder.operator(ONE_HOT).inputs(input(2, 3), ints(7)).option("axis", -1), 2, 3, 7);
    }

    @Test
    void recurrent() {
        var unknown = input(1, 1);
        var lstm = new Tensor[20];
        Arrays.fill(lstm, unknown);
        lstm[0] = input(4, 7, 3);
        lstm[6] = weights(16, 5);
        assertShape(builder.operator(UNIDIRECTIONAL_SEQUENCE_LSTM).inputs(lstm), 4, 7, 5);
        assertShape(builder.operator(SVDF).inputs(input(2, 10), weights(8, 10)).option("rank", 2), 2, 4);
        assertShape(builder.operator(RNN).inputs(input(2, 10), weights(6, 10)), 2, 6);
    }

    @Test
    void statesFollowTheBatch() {
        var x = input(1, 7, 3);
        var state = builder.tensor("state", TensorType.FLOAT32, 1, 5);
        builder.editor().tensor(state).variable(true);
        var inputs = new Tensor[20];
        Arrays.fill(inputs, state);
        inputs[0] = x;
        inputs[6] = weights(16, 5);
        builder.operator(UNIDIRECTIONAL_SEQUENCE_LSTM)
                .inputs(inputs)
                .outputs(output())
                .append();
        var inferred = ShapeInference.infer(builder.build().main(), Map.of(x.name(), Shape.of(4, 7, 3)));
        assertThat(inferred.shape(state)).contains(Shape.of(4, 5));
    }

    @Test
    void subgraphsThatCallEachOtherTwiceDoNotMultiplyWithoutEnd() {
        var graphs = new ArrayList<GraphEditor>();
        for (int i = 0; i < 40; i++) {
            var graph = i == 0 ? builder.graph() : builder.editor().addSubgraph("g" + i);
            var in = graph.addTensor("in", TensorType.FLOAT32, Shape.of(1)).tensor();
            graph.inputs(List.of(in)).outputs(List.of(in));
            graphs.add(graph);
        }
        for (int i = 0; i + 1 < graphs.size(); i++) {
            var graph = graphs.get(i);
            for (int call = 0; call < 30; call++) {
                var out = graph.addTensor("out" + call, TensorType.FLOAT32, Shape.of(1))
                        .tensor();
                graph.operator(STABLEHLO_COMPOSITE)
                        .inputs(graph.subgraph().inputs().get(0))
                        .outputs(out)
                        .option("decomposition_subgraph_index", i + 1)
                        .append();
            }
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(ShapeInference.infer(builder.build().main(), Map.of())
                                .isComplete())
                        .isFalse());
    }

    @Test
    void arithmeticOnShapesReachesTheReshapeBehindIt() {
        var x = input(6, 2, 4);
        var shape = made(SHAPE, TensorType.INT32, 3);
        builder.operator(SHAPE).inputs(x).outputs(shape).append();
        var batch = made(STRIDED_SLICE, TensorType.INT32);
        builder.operator(STRIDED_SLICE)
                .inputs(shape, ints(0), ints(1), ints(1))
                .outputs(batch)
                .option("shrink_axis_mask", 1)
                .append();
        var doubled = made(MUL, TensorType.INT32);
        builder.operator(MUL).inputs(batch, ints(2)).outputs(doubled).append();
        var target = made(PACK, TensorType.INT32, 2);
        builder.operator(PACK).inputs(doubled, ints(-1)).outputs(target).append();
        assertShape(builder.operator(RESHAPE).inputs(x, target), 12, 4);
    }

    @Test
    void subgraphsAreFollowed() {
        var branches = new int[2];
        for (int i = 0; i < 2; i++) {
            var branch = builder.editor().addSubgraph("branch" + i);
            var in = branch.addTensor("in", TensorType.FLOAT32, Shape.of(1)).tensor();
            var out = branch.addTensor("out", TensorType.FLOAT32, Shape.of(1)).tensor();
            branch.operator(i == 0 ? RELU : TANH).inputs(in).outputs(out).append();
            branch.inputs(List.of(in)).outputs(List.of(out));
            branches[i] = branch.subgraph().index();
        }
        var condition = builder.constant("condition", TensorType.BOOL, Shape.of(1), BufferContent.of(new byte[] {1}));
        var choice = builder.operator(IF)
                .inputs(condition, input(3, 4))
                .option("then_subgraph_index", branches[0])
                .option("else_subgraph_index", branches[1]);
        assertShape(choice, 3, 4);
    }

    @Test
    void whatIsNotKnownIsUnknownAndSoIsWhatFollows() {
        var found = made(WHERE, TensorType.INT64, 1, 1);
        builder.operator(WHERE).inputs(input(4)).outputs(found).append();
        assertThat(ShapeInference.knows(WHERE)).isFalse();
        assertUnknown(builder.operator(CAST).inputs(found));
    }

    @Test
    void wrongInputsAreRefused() {
        input(2, 3);
        var graph = builder.build().main();
        assertThatThrownBy(() -> ShapeInference.infer(graph, Map.of("nothing", Shape.of(1))))
                .hasMessageContaining("no input 'nothing'");
        var name = graph.inputs().get(0).name();
        assertThatThrownBy(() -> ShapeInference.infer(graph, Map.of(name, Shape.of(1))))
                .hasMessageContaining("rank 2");
    }

    private Tensor input(int... shape) {
        return builder.input(builder.graph().uniqueName("input"), TensorType.FLOAT32, shape);
    }

    private Tensor made(BuiltinOperator by, TensorType type, int... shape) {
        return builder.tensor(builder.graph().uniqueName(by.name()), type, shape);
    }

    private Tensor output() {
        return made(CUSTOM, TensorType.FLOAT32);
    }

    private Tensor weights(int... shape) {
        var dims = Shape.of(shape);
        return builder.constant(
                builder.graph().uniqueName("weights"),
                TensorType.INT8,
                dims,
                BufferContent.of(new byte[(int) dims.elements()]));
    }

    private Tensor ints(int... values) {
        return builder.constant(builder.graph().uniqueName("ints"), Shape.of(values.length), values);
    }

    private Tensor matrix(int rows, int columns, int... values) {
        return builder.constant(builder.graph().uniqueName("matrix"), Shape.of(rows, columns), values);
    }

    private void assertShape(OperatorBuilder operator, int... expected) {
        var first = infer(operator);
        assertThat(first.inferred().shape(first.output()))
                .as("%s", first.inferred().unknown())
                .contains(Shape.of(expected));
    }

    private void assertUnknown(OperatorBuilder operator) {
        var first = infer(operator);
        assertThat(first.inferred().shape(first.output())).isEmpty();
        assertThat(first.inferred().unknown()).isNotEmpty();
    }

    private record Outcome(InferredShapes inferred, Tensor output) {}

    private Outcome infer(OperatorBuilder operator) {
        var built = operator.append();
        if (built.outputCount() == 0) {
            builder.graph().remove(built);
            built = operator.outputs(output()).append();
        }
        return new Outcome(ShapeInference.infer(builder.build().main(), Map.of()), built.output());
    }
}
