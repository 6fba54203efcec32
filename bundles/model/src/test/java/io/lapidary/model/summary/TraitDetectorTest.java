package io.lapidary.model.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.lapidary.api.model.Trait;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

class TraitDetectorTest {
    @Test
    void aModelWithoutWeightsIsAFloatModel() throws Exception {
        var builder = new ModelBuilder("sum");
        Tensor one = builder.input("one", TensorType.FLOAT32, 1, 4);
        Tensor other = builder.input("other", TensorType.FLOAT32, 1, 4);
        Tensor sum = builder.tensor("sum", TensorType.FLOAT32, 1, 4);
        builder.operator(BuiltinOperator.ADD).inputs(one, other).outputs(sum).append();
        assertThat(TraitDetector.detect(builder.output(sum).build()))
                .containsExactlyInAnyOrder(Trait.FLOAT_WEIGHTS, Trait.FLOAT_ACTIVATIONS);
    }

    @Test
    void weightsInFloat32MakeOneToo() throws Exception {
        assertThat(TraitDetector.detect(layer(TensorType.FLOAT32, 16)))
                .contains(Trait.FLOAT_WEIGHTS, Trait.FLOAT_ACTIVATIONS);
    }

    @Test
    void weightsOfFewerBitsDoNot() throws Exception {
        assertThat(TraitDetector.detect(layer(TensorType.FLOAT16, 8)))
                .contains(Trait.FLOAT_ACTIVATIONS)
                .doesNotContain(Trait.FLOAT_WEIGHTS);
    }

    private static Model layer(TensorType type, int bytes) throws Exception {
        var builder = new ModelBuilder("layer");
        Tensor in = builder.input("in", TensorType.FLOAT32, 1, 2);
        Tensor weights = builder.constant("weights", type, Shape.of(2, 2), BufferContent.of(new byte[bytes]));
        Tensor read = weights;
        if (type != TensorType.FLOAT32) {
            read = builder.tensor("read", TensorType.FLOAT32, 2, 2);
            builder.operator(BuiltinOperator.DEQUANTIZE)
                    .inputs(weights)
                    .outputs(read)
                    .append();
        }
        Tensor out = builder.tensor("out", TensorType.FLOAT32, 1, 2);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(in, read)
                .outputs(out)
                .append();
        return builder.output(out).build();
    }
}
