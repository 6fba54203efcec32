package io.lapidary.technique.dynamicrange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lapidary.api.engine.Kernels;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Weights within the subgraphs that IF and WHILE call. */
class ControlFlowTest {
    private static final int SIZE = 40;

    @TempDir
    Path folder;

    private final Random random = new Random(6);

    @ParameterizedTest
    @CsvSource({"1024, INT8", "2000, FLOAT32"})
    void theBodyOfAWhileIsConverted(String minElements, TensorType weights) throws Exception {
        Converted converted = Converted.of(loop(), folder, Map.of("min_elements", minElements));
        Tensor kept =
                converted.model().subgraphs().get(2).tensor("body/weights").orElseThrow();
        assertThat(kept.type()).isEqualTo(weights);
        assertThat(converted.measure("quantized_tensors")).isEqualTo(1);
        requireClose(converted);
    }

    @Test
    void bothBranchesOfAnIfAreConverted() throws Exception {
        Converted converted = Converted.of(branches(), folder, Map.of());
        assertThat(converted.measure("quantized_tensors")).isEqualTo(2);
        requireClose(converted);
    }

    private void requireClose(Converted converted) throws Exception {
        for (Kernels kernels : Kernels.values()) {
            Kernel.differences(converted, kernels, folder)
                    .forEach((output, difference) -> assertThat(difference.sqnrDb())
                            .as("SQNR in dB of " + output + " on " + kernels)
                            .isGreaterThan(30));
        }
    }

    /** Three rounds of one FULLY_CONNECTED. */
    private Model loop() {
        var builder = new ModelBuilder("loop");
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, SIZE);
        Tensor zero = builder.constant("zero", Shape.of(1), 0);
        Tensor last = builder.tensor("last", TensorType.INT32, 1);
        Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, SIZE);
        builder.operator(BuiltinOperator.WHILE)
                .inputs(zero, x)
                .outputs(last, y)
                .option("cond_subgraph_index", 1)
                .option("body_subgraph_index", 2)
                .append();
        builder.output(y);

        GraphEditor condition = builder.editor().addSubgraph("condition");
        Tensor count = tensor(condition, "count", TensorType.INT32, 1);
        Tensor ignored = tensor(condition, "ignored", TensorType.FLOAT32, 1, SIZE);
        Tensor most = constant(condition, "most", 3);
        Tensor goOn = tensor(condition, "goOn", TensorType.BOOL, 1);
        condition.inputs(List.of(count, ignored)).outputs(List.of(goOn));
        condition
                .operator(BuiltinOperator.LESS)
                .inputs(count, most)
                .outputs(goOn)
                .append();

        GraphEditor body = builder.editor().addSubgraph("body");
        Tensor before = tensor(body, "before", TensorType.INT32, 1);
        Tensor data = tensor(body, "data", TensorType.FLOAT32, 1, SIZE);
        Tensor after = tensor(body, "after", TensorType.INT32, 1);
        Tensor result = tensor(body, "result", TensorType.FLOAT32, 1, SIZE);
        body.inputs(List.of(before, data)).outputs(List.of(after, result));
        body.operator(BuiltinOperator.ADD)
                .inputs(before, constant(body, "one", 1))
                .outputs(after)
                .append();
        connect(body, data, "body/weights", result);
        return builder.build();
    }

    /** A FULLY_CONNECTED either way; which, an input says. */
    private Model branches() {
        var builder = new ModelBuilder("branches");
        Tensor choice = builder.input("choice", TensorType.BOOL, 1);
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, SIZE);
        Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, SIZE);
        builder.operator(BuiltinOperator.IF)
                .inputs(choice, x)
                .outputs(y)
                .option("then_subgraph_index", 1)
                .option("else_subgraph_index", 2)
                .append();
        builder.output(y);
        for (String branch : List.of("then", "else")) {
            GraphEditor graph = builder.editor().addSubgraph(branch);
            Tensor data = tensor(graph, branch + "/data", TensorType.FLOAT32, 1, SIZE);
            Tensor result = tensor(graph, branch + "/result", TensorType.FLOAT32, 1, SIZE);
            graph.inputs(List.of(data)).outputs(List.of(result));
            connect(graph, data, branch + "/weights", result);
        }
        return builder.build();
    }

    private void connect(GraphEditor graph, Tensor data, String name, Tensor result) {
        float[] values = new float[SIZE * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(SIZE));
        }
        Tensor weights = graph.addTensor(name, TensorType.FLOAT32, Shape.of(SIZE, SIZE))
                .data(BufferContent.ofFloats(values))
                .tensor();
        graph.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(data, weights)
                .outputs(result)
                .append();
    }

    private static Tensor tensor(GraphEditor graph, String name, TensorType type, int... shape) {
        return graph.addTensor(name, type, Shape.of(shape)).tensor();
    }

    private static Tensor constant(GraphEditor graph, String name, int value) {
        return graph.addTensor(name, TensorType.INT32, Shape.of(1))
                .data(BufferContent.ofInts(value))
                .tensor();
    }
}
