package io.lapidary.model.shape;

import static io.lapidary.model.BuiltinOperator.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.OperatorBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** A graph that a test adds operators to, and what is inferred of it. */
abstract class ShapeCase {
    final ModelBuilder builder = new ModelBuilder("shapes");

    final Tensor input(int... shape) {
        return builder.input(builder.graph().uniqueName("input"), TensorType.FLOAT32, shape);
    }

    final Tensor made(BuiltinOperator by, TensorType type, int... shape) {
        return builder.tensor(builder.graph().uniqueName(by.name()), type, shape);
    }

    final Tensor output() {
        return made(CUSTOM, TensorType.FLOAT32);
    }

    final Tensor weights(int... shape) {
        var dims = Shape.of(shape);
        return builder.constant(
                builder.graph().uniqueName("weights"),
                TensorType.INT8,
                dims,
                BufferContent.of(new byte[(int) dims.elements()]));
    }

    final Tensor ints(int... values) {
        return builder.constant(builder.graph().uniqueName("ints"), Shape.of(values.length), values);
    }

    final Tensor matrix(int rows, int columns, int... values) {
        return builder.constant(builder.graph().uniqueName("matrix"), Shape.of(rows, columns), values);
    }

    final void assertShape(OperatorBuilder operator, int... expected) {
        var first = infer(operator);
        assertThat(first.inferred().shape(first.output()))
                .as("%s", first.inferred().unknown())
                .contains(Shape.of(expected));
    }

    final void assertUnknown(OperatorBuilder operator) {
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
