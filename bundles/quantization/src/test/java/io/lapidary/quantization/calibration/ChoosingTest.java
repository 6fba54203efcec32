package io.lapidary.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Whose numbers may be left out without a loss. */
class ChoosingTest {
    private final ModelBuilder builder = new ModelBuilder("choosing");
    private final Tensor read = builder.input("read", TensorType.FLOAT32, 4);

    @Test
    void aMaximumLeavesOutAlsoBehindAReshape() {
        Tensor shaped = apply(BuiltinOperator.RESHAPE, "shaped", read);
        apply(BuiltinOperator.REDUCE_MAX, "largest", shaped);
        assertThat(Choosing.isAllThatReads(shaped)).isTrue();
        assertThat(Choosing.isAllThatReads(read)).isTrue();
        apply(BuiltinOperator.ABS, "sizes", shaped);
        assertThat(Choosing.isAllThatReads(read)).isFalse();
    }

    @Test
    void aSoftmaxLeavesOutWhatIsMasked() {
        apply(BuiltinOperator.SOFTMAX, "plain", read);
        assertThat(Choosing.isAllThatReads(read)).isFalse();
        Tensor mask = apply(BuiltinOperator.CAST, "mask", builder.input("where", TensorType.BOOL, 4));
        Tensor masked = apply(BuiltinOperator.ADD, "masked", read, mask);
        apply(BuiltinOperator.SOFTMAX, "shares", masked);
        assertThat(Choosing.isAllThatReads(masked)).isTrue();
        assertThat(Choosing.isAllThatReads(mask)).isTrue();
    }

    @Test
    void whatNothingReadsOrTheModelGivesOutIsWanted() {
        assertThat(Choosing.isAllThatReads(read)).isFalse();
        Tensor given = apply(BuiltinOperator.RESHAPE, "given", read);
        builder.output(given);
        apply(BuiltinOperator.RELU, "cut", given);
        assertThat(Choosing.isAllThatReads(given)).isFalse();
        assertThat(Choosing.isAllThatReads(read)).isFalse();
    }

    @Test
    void whereTheLargestAreIsToldOfUnclippedNumbersAlone() {
        Tensor largest = builder.tensor("largest", TensorType.FLOAT32, 2);
        Tensor places = builder.tensor("places", TensorType.INT32, 2);
        Tensor count = builder.constant("count", Shape.SCALAR, 2);
        builder.operator(BuiltinOperator.TOPK_V2)
                .inputs(read, count)
                .outputs(largest, places)
                .append();
        builder.output(largest);
        assertThat(Choosing.isAllThatReads(read)).isTrue();
        builder.output(places);
        assertThat(Choosing.isAllThatReads(read)).isFalse();
    }

    private Tensor apply(BuiltinOperator type, String output, Tensor... inputs) {
        Tensor made = builder.tensor(output, TensorType.FLOAT32, 4);
        builder.operator(type).inputs(inputs).outputs(made).append();
        return made;
    }
}
