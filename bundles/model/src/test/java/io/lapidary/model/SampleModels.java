package io.lapidary.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.model.Sparsity.Compressed;
import io.lapidary.model.Sparsity.Dense;

/** Small models that use as much of the format as they can. */
final class SampleModels {
    private SampleModels() {}

    /** x [-1, 4] -> FULLY_CONNECTED 3 -> RELU -> y, with a signature. */
    static ModelBuilder dense() {
        var builder = new ModelBuilder("dense sample");
        var x = builder.input("x", TensorType.FLOAT32, -1, 4);
        var weights = builder.constant("weights", Shape.of(3, 4), 1f, 0f, 2f, 0f, 3f, 0f, 4f, 0f, 5f, 0f, 6f, 0f);
        var bias = builder.constant("bias", Shape.of(3), 1f, 2f, 3f);
        var hidden = builder.tensor("hidden", TensorType.FLOAT32, -1, 3);
        var y = builder.tensor("y", TensorType.FLOAT32, -1, 3);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(x, weights, bias)
                .outputs(hidden)
                .option("keep_num_dims", true)
                .append();
        builder.operator(BuiltinOperator.RELU).inputs(hidden).outputs(y).append();
        return builder.output(y).signature("serving_default");
    }

    /** Custom operator, composite, IF with two more subgraphs, sparse, block-wise, int4, metadata, shared buffer. */
    static Model rich() throws Exception {
        var builder = dense();
        var graph = builder.graph();
        var editor = builder.editor();
        var main = graph.subgraph();
        var y = main.tensor("y").orElseThrow();
        var custom = builder.tensor("custom", TensorType.FLOAT32, -1, 3);
        graph.customOperator("Lapidary.Custom")
                .inputs(y)
                .outputs(custom)
                .customOptions(BufferContent.of(new byte[] {1, 2, 3, 4, 5}))
                .append();
        var scales = builder.constant("scales", TensorType.FLOAT16, Shape.of(2), BufferContent.of(new byte[4]));
        var packed =
                builder.constant("packed", TensorType.INT4, Shape.of(2, 3), BufferContent.of(new byte[] {1, 2, 3}));
        editor.tensor(packed).blockwise(new Blockwise(scales, Optional.empty(), 3), 0);
        var sparse = graph.addTensor("sparse", TensorType.INT8, Shape.of(2, 4))
                .data(BufferContent.of(new byte[] {7, 8}))
                .quantization(Quantization.perChannel(new float[] {0.5f, 0.25f}, 0)
                        .withRange(new float[] {-1, -2}, new float[] {1, 2}))
                .sparsity(new Sparsity(
                        List.of(0, 1),
                        List.of(),
                        List.of(new Dense(2), new Compressed(new int[] {0, 1, 2}, new int[] {3, 300}))))
                .tensor();
        var shared = builder.tensor("shared", TensorType.FLOAT32, 3);
        editor.tensor(shared).data(main.tensor("bias").orElseThrow().buffer());
        var composite = builder.tensor("composite", TensorType.FLOAT32, -1, 3);
        graph.operator(BuiltinOperator.STABLEHLO_COMPOSITE)
                .optionalInputs(List.of(Optional.of(custom), Optional.empty(), Optional.of(packed)))
                .outputs(composite)
                .option("name", "odml.sample")
                .option("decomposition_subgraph_index", 1)
                .intermediates(sparse, shared)
                .append();
        var branch = editor.addSubgraph("branch");
        var in = branch.addTensor("in", TensorType.FLOAT32, Shape.of(1, 3)).tensor();
        var out = branch.addTensor("out", TensorType.FLOAT32, Shape.of(1, 3)).tensor();
        branch.inputs(List.of(in)).outputs(List.of(out));
        branch.operator(BuiltinOperator.GELU).version(2).inputs(in).outputs(out).append();
        editor.addSignature("branch", branch.subgraph(), Map.of("in", in), Map.of("out", out));
        editor.putMetadata("min_runtime_version", BufferContent.of("2.21.0".getBytes()));
        graph.replaceOutput(y, composite);
        return builder.build();
    }
}
