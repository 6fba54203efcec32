package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lapidary.model.BufferContent;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.testsupport.SharedFiles;

/** How shapes go through a graph: from operator to operator, through subgraphs, and as far as they are known. */
class ShapeInferenceTest extends ShapeCase {
    @Test
    void realModelsGetTheShapesTheirConverterStated() throws Exception {
        for (String name : List.of("conv_fc_mnist", "kws_float", "kws_reference_int8", "mobilenetv2_random")) {
            var model = TfliteReader.read(SharedFiles.model(name + ".tflite"));
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
        var model = TfliteReader.read(SharedFiles.model("mnist_tutorial.tflite"));
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
}
