package io.lapidary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Operators, and what they read and make. */
class GraphEditorTest extends EditedModel {
    @Test
    void operatorsAreInsertedBetweenOthers() throws Exception {
        var between =
                graph.addTensor("between", TensorType.FLOAT32, Shape.of(-1, 3)).tensor();
        graph.replaceUses(tensor("hidden"), between);
        graph.operator(BuiltinOperator.TANH)
                .inputs(tensor("hidden"))
                .outputs(between)
                .insert();
        assertThat(main.operators())
                .extracting(Operator::type)
                .containsExactly(BuiltinOperator.FULLY_CONNECTED, BuiltinOperator.TANH, BuiltinOperator.RELU);
        assertThat(relu.input(0)).contains(between);
        assertThat(tensor("hidden").consumers()).containsExactly(main.operator(1));
        assertThat(between.consumers()).containsExactly(relu);
        reread();
    }

    @Test
    void inputsAndOutputsAreReplacedInSignaturesToo() throws Exception {
        var quantized = graph.addTensor("x_int8", TensorType.INT8, Shape.of(-1, 4))
                .quantization(Quantization.perTensor(0.5f, 3))
                .tensor();
        graph.replaceInput(tensor("x"), quantized);
        graph.operator(BuiltinOperator.DEQUANTIZE)
                .version(2)
                .inputs(quantized)
                .outputs(tensor("x"))
                .insert();
        var result = graph.addTensor("y_int8", TensorType.INT8, Shape.of(-1, 3))
                .quantization(Quantization.perTensor(0.25f, -1))
                .tensor();
        graph.replaceOutput(tensor("y"), result);
        graph.operator(BuiltinOperator.QUANTIZE)
                .inputs(tensor("y"))
                .outputs(result)
                .insert();

        var read = reread();
        var signature = read.signature("serving_default").orElseThrow();
        assertThat(signature.inputs().get("x").name()).isEqualTo("x_int8");
        assertThat(signature.outputs().get("y").name()).isEqualTo("y_int8");
        assertThat(read.main().inputs()).extracting(Tensor::name).containsExactly("x_int8");
        assertThat(read.main().outputs().get(0).quantization().orElseThrow().zeroPoint(0))
                .isEqualTo(-1);
        assertThat(read.main().operators())
                .extracting(Operator::type)
                .containsExactly(
                        BuiltinOperator.DEQUANTIZE,
                        BuiltinOperator.FULLY_CONNECTED,
                        BuiltinOperator.RELU,
                        BuiltinOperator.QUANTIZE);
    }

    @Test
    void versionsFindOrAddTheirOperatorCodes() {
        editor.operator(dense).requireVersion(4);
        assertThat(dense.version()).isEqualTo(4);
        editor.operator(dense).requireVersion(2);
        assertThat(dense.version()).isEqualTo(4);
        assertThat(model.operatorCodes()).hasSize(3);
        editor.operator(dense).version(1);
        assertThat(model.operatorCodes()).hasSize(3);
        editor.compact();
        assertThat(model.operatorCodes())
                .extracting(OperatorCode::toString)
                .containsExactly("FULLY_CONNECTED v1", "RELU v1");
    }

    @Test
    void newOperatorsBeyondTheOldByteStateTheirCodeInBothPlaces() throws Exception {
        editor.operator(relu).type(BuiltinOperator.GELU, 2).option("approximate", true);
        var code = reread().main().operator(1).code();
        assertThat(code.table().int32(FieldIds.CODE_DEPRECATED)).isEqualTo(127);
        assertThat(code.table().int32(FieldIds.CODE_BUILTIN)).isEqualTo(150);
        assertThat(code.type()).isEqualTo(BuiltinOperator.GELU);
    }

    @Test
    void optionsAreSetByNameAndReadBack() throws Exception {
        editor.operator(dense)
                .option("fused_activation_function", "RELU6")
                .option("quantized_bias_type", TensorType.INT32);
        var options = reread().main().operator(0).options();
        assertThat(options.typeName()).isEqualTo("FullyConnectedOptions");
        assertThat(options.fusedActivation()).isEqualTo("RELU6");
        assertThat(options.typeValue("quantized_bias_type")).isEqualTo(TensorType.INT32);
        assertThat(options.booleanValue("keep_num_dims")).isTrue();
        assertThatThrownBy(() -> options.intValue("stride")).hasMessageContaining("no field stride");
        assertThatThrownBy(() -> editor.operator(dense).option("fused_activation_function", "SWISH"))
                .hasMessageContaining("SWISH");
    }

    @Test
    void deadOperatorsGoOneBehindTheOtherInALongChain() {
        var last = tensor("y");
        for (int i = 0; i < 5; i++) {
            var next = graph.addTensor("t" + i, TensorType.FLOAT32, Shape.of(-1, 3))
                    .tensor();
            graph.operator(BuiltinOperator.ABS).inputs(last).outputs(next).append();
            last = next;
        }
        assertThat(graph.removeDeadOperators()).isEqualTo(5);
        assertThat(main.operators()).containsExactly(dense, relu);
    }

    @Test
    void dependenciesByOperatorIndexGoWhenOperatorsMove() {
        editor.putMetadata("model_control_dependencies", BufferContent.of(new byte[] {1}));
        graph.remove(relu);
        assertThat(model.metadataNames()).isEmpty();
    }

    @Test
    void operatorsAndTensorsOfAnotherModelAreCopied() throws Exception {
        var other = new ModelBuilder("other");
        var image = other.input("image", TensorType.INT8, 1, 8, 8, 2);
        other.editor().tensor(image).quantization(Quantization.perTensor(0.5f, 3));
        var filter = other.constant("filter", TensorType.INT8, Shape.of(1, 3, 3, 2), BufferContent.of(new byte[18]));
        other.editor().tensor(filter).quantization(Quantization.perChannel(new float[] {1, 2}, 3));
        var out = other.tensor("out", TensorType.INT8, 1, 4, 4, 2);
        var depthwise = other.operator(BuiltinOperator.DEPTHWISE_CONV_2D)
                .version(3)
                .option("stride_w", 2)
                .option("stride_h", 2)
                .option("depth_multiplier", 1)
                .option("padding", "SAME")
                .inputs(image, filter)
                .outputs(out)
                .append();

        var copies = java.util.stream.Stream.of(image, filter, out)
                .map(tensor -> graph.addTensorLike(graph.uniqueName(tensor.name() + "_copy"), tensor)
                        .tensor())
                .toArray(Tensor[]::new);
        graph.inputs(java.util.List.of(tensor("x"), copies[0]));
        graph.operatorLike(depthwise)
                .inputs(copies[0], copies[1])
                .outputs(copies[2])
                .append();
        // An edit of the copy must not reach the one that was copied.
        editor.operator(main.operator(2)).option("stride_w", 1);

        var read = reread().main();
        assertThat(depthwise.options().intValue("stride_w")).isEqualTo(2);
        assertThat(read.operator(2).options().intValue("stride_w")).isEqualTo(1);
        assertThat(read.operator(2).options().intValue("stride_h")).isEqualTo(2);
        assertThat(read.operator(2).version()).isEqualTo(3);
        var copied = read.tensor("filter_copy").orElseThrow();
        assertThat(copied.quantization().orElseThrow().scales()).containsExactly(1, 2);
        assertThat(copied.quantization().orElseThrow().axis()).isEqualTo(3);
        assertThat(copied.data().remaining()).isEqualTo(18);
        assertThat(read.tensor("image_copy")
                        .orElseThrow()
                        .quantization()
                        .orElseThrow()
                        .zeroPoint(0))
                .isEqualTo(3);
    }
}
