package io.lapidary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;

/** Tensors, buffers and metadata, and what stays when nothing refers to it. */
class ModelEditorTest extends EditedModel {
    @Test
    void aWeightBecomesHalfPrecisionBehindADequantize() throws Exception {
        var weights = tensor("weights");
        var half = graph.addTensor("weights_half", TensorType.FLOAT16, weights.shape())
                .data(BufferContent.of(new byte[24]))
                .tensor();
        editor.tensor(weights).data(BufferContent.NONE);
        graph.operator(BuiltinOperator.DEQUANTIZE)
                .version(3)
                .inputs(half)
                .outputs(weights)
                .insert();

        var read = reread();
        assertThat(read.main().operators())
                .extracting(Operator::type)
                .containsExactly(BuiltinOperator.DEQUANTIZE, BuiltinOperator.FULLY_CONNECTED, BuiltinOperator.RELU);
        assertThat(read.main().operator(0).version()).isEqualTo(3);
        assertThat(read.main().tensor("weights").orElseThrow().isConstant()).isFalse();
        assertThat(read.main().tensor("weights").orElseThrow().producer())
                .contains(read.main().operator(0));
        assertThat(read.main().tensor("weights_half").orElseThrow().data().remaining())
                .isEqualTo(24);
    }

    @Test
    void aSharedBufferIsCopiedWhenOneOfItsTensorsChanges() {
        var bias = tensor("bias");
        var other = graph.addTensor("other", TensorType.FLOAT32, Shape.of(3))
                .data(bias.buffer())
                .tensor();
        assertThat(bias.buffer().users()).isEqualTo(2);
        editor.tensor(other).data(BufferContent.ofFloats(9, 9, 9));
        assertThat(bias.data().getFloat(0)).isEqualTo(1);
        assertThat(other.data().getFloat(0)).isEqualTo(9);
        var own = bias.buffer();
        editor.tensor(bias).data(BufferContent.ofFloats(7, 7, 7));
        assertThat(bias.buffer())
                .as("a buffer of one's own is replaced in place")
                .isSameAs(own);
        editor.replaceBuffer(own, BufferContent.ofFloats(8, 8, 8));
        assertThat(bias.data().getFloat(0)).isEqualTo(8);
    }

    @Test
    void theBufferThatStandsForNothingStaysEmpty() {
        editor.tensor(tensor("hidden")).data(BufferContent.ofFloats(1));
        assertThat(model.buffers().get(0).isEmpty()).isTrue();
        assertThat(tensor("hidden").buffer().index()).isPositive();
        assertThatThrownBy(() -> editor.replaceBuffer(model.buffers().get(0), BufferContent.ofFloats(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void compactionDropsWhatNothingRefersTo() throws Exception {
        graph.replaceOutput(tensor("y"), tensor("hidden"));
        assertThat(graph.removeDeadOperators()).isEqualTo(1);
        editor.operator(dense).truncateInputs(2);
        int buffers = model.buffers().size();
        editor.compact();
        assertThat(main.tensors()).extracting(Tensor::name).containsExactly("x", "weights", "hidden");
        assertThat(main.tensors()).extracting(Tensor::index).containsExactly(0, 1, 2);
        assertThat(model.buffers()).hasSize(buffers - 1);
        assertThat(model.operatorCodes()).hasSize(1);
        var read = reread();
        assertThat(read.main().tensor("weights").orElseThrow().data().getFloat(8))
                .isEqualTo(2);
        assertThat(read.signature("serving_default")
                        .orElseThrow()
                        .outputs()
                        .get("y")
                        .name())
                .isEqualTo("hidden");
    }

    @Test
    void metadataIsPutReplacedAndRemoved() throws Exception {
        editor.putMetadata("note", BufferContent.of("one".getBytes()));
        editor.putMetadata("note", BufferContent.of("second".getBytes()));
        assertThat(reread().metadata("note").orElseThrow().size()).isEqualTo(6);
        assertThat(model.metadataNames()).containsExactly("note");
        editor.removeMetadata("note");
        assertThat(reread().metadataNames()).isEmpty();
    }

    @Test
    void misuseIsRefusedByName() throws Exception {
        var foreign = SampleModels.dense().build().main().tensor("x").orElseThrow();
        assertThatThrownBy(() -> editor.tensor(foreign)).hasMessageContaining("another model");
        assertThatThrownBy(() -> graph.addTensor("x", TensorType.INT8, Shape.SCALAR))
                .hasMessageContaining("'x'");
        assertThatThrownBy(() -> editor.operator(dense).input(0, foreign)).hasMessageContaining("not part of");
        assertThat(graph.uniqueName("x")).isEqualTo("x_1");
        assertThatThrownBy(() -> graph.operator(BuiltinOperator.ABS)
                        .inputs(tensor("y"))
                        .outputs(tensor("hidden"))
                        .insert())
                .hasMessageContaining("before its inputs");
    }

    @Test
    void equalEditsGiveEqualBytes() throws Exception {
        byte[] one = TfliteWriter.toBytes(SampleModels.rich());
        assertThat(TfliteWriter.toBytes(SampleModels.rich())).isEqualTo(one);
    }

    @Test
    void aComputedBufferIsWrittenWithoutBeingHeld() throws Exception {
        var content = BufferContent.computed(5, out -> out.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5})));
        graph.addTensor("made", TensorType.INT8, Shape.of(5)).data(content);
        assertThat(content.data().get(4)).isEqualTo((byte) 5);
        assertThat(reread().main().tensor("made").orElseThrow().data().get(4)).isEqualTo((byte) 5);
        graph.addTensor("wrong", TensorType.INT8, Shape.of(5))
                .data(BufferContent.computed(5, out -> out.write(ByteBuffer.allocate(4))));
        assertThatThrownBy(() -> TfliteWriter.toBytes(model))
                .hasRootCauseMessage("a buffer stated 5 bytes but wrote 4");
    }
}
