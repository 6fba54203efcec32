package io.lapidary.worker.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Quantization;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

class QuantizedPartTest {
    private static final LapidaryException COMPLAINT =
            new LapidaryException(ErrorCodes.ALREADY_QUANTIZED, "'a' needs float-weights.", "Give the float model.");

    private final ModelBuilder builder = new ModelBuilder("integers");

    @Test
    void operatorAndWeightsAreNamedByTheFirstOfJoinedNames() {
        Tensor data = builder.input("in", TensorType.FLOAT32, 1, 2);
        Tensor weights =
                builder.constant("kernel;and/more", TensorType.INT8, Shape.of(2, 2), BufferContent.of(new byte[4]));
        builder.editor().tensor(weights).quantization(Quantization.perTensor(0.5f, 0));
        Tensor made = builder.tensor("dense/Relu;dense/BiasAdd;dense/MatMul", TensorType.FLOAT32, 1, 2);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(data, weights)
                .outputs(made)
                .append();
        builder.output(made);
        LapidaryException told = QuantizedPart.named(COMPLAINT, builder.build());
        assertThat(told.code()).isEqualTo(ErrorCodes.ALREADY_QUANTIZED);
        assertThat(told.getMessage())
                .isEqualTo(
                        "'a' needs float-weights. It is quantized already: FULLY_CONNECTED 'dense/Relu' has the weights"
                                + " 'kernel' of type INT8.");
        assertThat(told.remedy()).isEqualTo("Give the float model.");
    }

    @Test
    void aModelOfPlainIntegersIsNone() {
        Tensor in = builder.input("in", TensorType.INT32, 1, 2);
        Tensor made = builder.tensor("made", TensorType.INT32, 1, 2);
        builder.operator(BuiltinOperator.ADD).inputs(in, in).outputs(made).append();
        builder.output(made);
        assertThat(QuantizedPart.named(COMPLAINT, builder.build()).getMessage())
                .endsWith("It computes nothing in float32.");
    }
}
