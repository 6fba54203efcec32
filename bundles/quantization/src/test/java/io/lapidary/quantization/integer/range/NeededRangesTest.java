package io.lapidary.quantization.integer.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Which part of a range its readers look at. */
class NeededRangesTest {
    private static final int SIZE = 4;

    private final ModelBuilder builder = new ModelBuilder("needs");
    private final Map<Tensor, ValueRange> ranges = new HashMap<>();
    private final Set<Tensor> given = new HashSet<>();

    @Test
    void whatIsSmallerThanEveryMaximumNeedsNoSteps() {
        Tensor one = seen("one", -8, 2);
        Tensor other = seen("other", -1, 3);
        Tensor larger = output(seen("larger", -.5f, 3));
        apply(BuiltinOperator.MAXIMUM, larger, one, other);
        assertThat(needed()).isEqualTo(Map.of(one, new ValueRange(-.5f, 2), other, new ValueRange(-.5f, 3)));
    }

    @Test
    void itGoesBackThroughWhatMovesElements() {
        Tensor made = seen("made", -8, 6);
        Tensor shaped = seen("shaped", -8, 6);
        Tensor pooled = output(seen("pooled", 1, 6));
        apply(BuiltinOperator.RESHAPE, shaped, made);
        apply(BuiltinOperator.MAX_POOL_2D, pooled, shaped);
        assertThat(needed()).isEqualTo(Map.of(made, new ValueRange(0, 6), shaped, new ValueRange(0, 6)));
    }

    @Test
    void allOfItIsNeededWhereAnotherReaderComputesWithIt() {
        Tensor made = seen("made", -8, 6);
        Tensor cut = output(seen("cut", 0, 6));
        apply(BuiltinOperator.RELU, cut, made);
        assertThat(needed()).containsOnlyKeys(made);
        apply(BuiltinOperator.ADD, output(seen("sum", -16, 12)), made, made);
        assertThat(needed()).isEmpty();
    }

    @Test
    void partsThatSeveralReadersChooseAddUp() {
        Tensor made = seen("made", -8, 6);
        Tensor parted = seen("parted", -2, 1);
        apply(BuiltinOperator.SLICE, output(parted), made);
        apply(BuiltinOperator.SLICE, output(seen("rest", -1, 3)), made);
        assertThat(needed()).isEqualTo(Map.of(made, new ValueRange(-2, 3)));
    }

    @Test
    void aPaddingThatNoMaximumChoosesIsCutOff() {
        Tensor made = seen("made", -1, 2);
        Tensor padded = builder.tensor("padded", TensorType.FLOAT32, SIZE, SIZE);
        Tensor filler = builder.constant("filler", Shape.of(1), Float.NEGATIVE_INFINITY);
        Tensor pooled = output(seen("pooled", -.25f, 2));
        apply(BuiltinOperator.PADV2, padded, made, builder.constant("paddings", Shape.of(1, 2), 1, 1), filler);
        apply(BuiltinOperator.MAX_POOL_2D, pooled, padded);
        assertThat(needed())
                .containsEntry(padded, new ValueRange(-.25f, 2))
                .containsEntry(filler, new ValueRange(-.25f, -.25f))
                .containsEntry(made, new ValueRange(-.25f, 2));
    }

    @Test
    void whatTheRequestSaysStays() {
        Tensor made = seen("made", -8, 6);
        apply(BuiltinOperator.RELU, output(seen("cut", 0, 6)), made);
        given.add(made);
        assertThat(needed()).isEmpty();
    }

    @Test
    void outputsOfTheModelAreNeededWhole() {
        Tensor made = output(seen("made", -8, 6));
        apply(BuiltinOperator.RELU, output(seen("cut", 0, 6)), made);
        assertThat(needed()).isEmpty();
    }

    private Map<Tensor, ValueRange> needed() {
        return NeededRanges.of(
                List.of(builder.graph().subgraph()), ranges, Map.of(), IntegerScheme.INT8, given::contains);
    }

    private Tensor seen(String name, float min, float max) {
        Tensor tensor = builder.tensor(name, TensorType.FLOAT32, SIZE, SIZE);
        ranges.put(tensor, new ValueRange(min, max));
        return tensor;
    }

    private Tensor output(Tensor tensor) {
        builder.output(tensor);
        return tensor;
    }

    private void apply(BuiltinOperator type, Tensor output, Tensor... inputs) {
        builder.operator(type).inputs(inputs).outputs(output).append();
    }
}
