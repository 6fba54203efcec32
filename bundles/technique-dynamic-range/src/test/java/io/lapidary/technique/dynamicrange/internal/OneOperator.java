package io.lapidary.technique.dynamicrange.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** A float model of one operator, its weights random. */
final class OneOperator {
    private final ModelBuilder builder;
    private final BuiltinOperator type;
    private final Random random = new Random(9);
    private final List<Optional<Tensor>> inputs = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();
    private final Map<String, Object> options = new LinkedHashMap<>();
    private int version = 1;

    private OneOperator(BuiltinOperator type) {
        this.type = type;
        this.builder = new ModelBuilder(type.name());
    }

    static OneOperator of(BuiltinOperator type) {
        return new OneOperator(type);
    }

    OneOperator data(int... shape) {
        inputs.add(Optional.of(builder.input("in" + inputs.size(), TensorType.FLOAT32, shape)));
        return this;
    }

    OneOperator indices(int... shape) {
        inputs.add(Optional.of(builder.input("in" + inputs.size(), TensorType.INT32, shape)));
        return this;
    }

    /** Normally distributed of variance 1 / fan-in, so that outputs are about as large as inputs. */
    OneOperator weights(int fanIn, int... shape) {
        float[] values = new float[Math.toIntExact(Shape.of(shape).elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(fanIn));
        }
        inputs.add(Optional.of(builder.constant("w" + inputs.size(), Shape.of(shape), values)));
        return this;
    }

    OneOperator ints(int... values) {
        inputs.add(Optional.of(builder.constant("i" + inputs.size(), Shape.of(values.length), values)));
        return this;
    }

    OneOperator variable(int... shape) {
        Tensor tensor = builder.tensor("v" + inputs.size(), TensorType.FLOAT32, shape);
        builder.editor().tensor(tensor).variable(true);
        inputs.add(Optional.of(tensor));
        return this;
    }

    OneOperator none(int count) {
        for (int i = 0; i < count; i++) {
            inputs.add(Optional.empty());
        }
        return this;
    }

    OneOperator output(int... shape) {
        outputs.add(builder.tensor("out" + outputs.size(), TensorType.FLOAT32, shape));
        return this;
    }

    OneOperator option(String name, Object value) {
        options.put(name, value);
        return this;
    }

    OneOperator version(int needed) {
        version = needed;
        return this;
    }

    /** Stride 1 and the padding SAME. */
    OneOperator same() {
        return option("stride_w", 1)
                .option("stride_h", 1)
                .option("dilation_w_factor", 1)
                .option("dilation_h_factor", 1)
                .option("padding", "SAME");
    }

    Model build() {
        var operator =
                builder.operator(type).version(version).optionalInputs(inputs).outputs(outputs.toArray(Tensor[]::new));
        options.forEach(operator::option);
        operator.append();
        outputs.forEach(builder::output);
        return builder.build();
    }
}
