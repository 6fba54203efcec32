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

/** Which part of a range what choosing operators choose among can reach. */
class PossibleRangesTest {
    private final ModelBuilder builder = new ModelBuilder("possible");
    private final Map<Tensor, ValueRange> ranges = new HashMap<>();
    private final Set<Tensor> given = new HashSet<>();

    @Test
    void partsGetNoMoreRoomThanTheWhole() {
        Tensor whole = seen("whole", -2, 5);
        Tensor one = seen("one", -3, 4);
        Tensor other = seen("other", -1, 6);
        builder.operator(BuiltinOperator.SPLIT)
                .inputs(whole)
                .outputs(one, other)
                .append();
        Tensor again = seen("again", -1, 7);
        apply(BuiltinOperator.RESHAPE, again, other);
        assertThat(possible())
                .isEqualTo(
                        Map.of(one, new ValueRange(-2, 4), other, new ValueRange(-1, 5), again, new ValueRange(-1, 5)));
    }

    @Test
    void constantsAndZerosAreAmongWhatIsChosen() {
        Tensor part = part(-4, 5);
        Tensor larger = seen("larger", -1, 9);
        apply(BuiltinOperator.MAXIMUM, larger, part, builder.constant("least", Shape.of(1), 7f));
        Tensor padded = seen("padded", -6, 0);
        apply(BuiltinOperator.PAD, padded, part);
        Tensor filler = builder.constant("filler", Shape.of(1), Float.NEGATIVE_INFINITY);
        apply(BuiltinOperator.PADV2, seen("filled", -9, 9), part, filler);
        assertThat(possible())
                .isEqualTo(Map.of(
                        part, new ValueRange(-4, 5), larger, new ValueRange(-1, 7), padded, new ValueRange(-4, 0)));
    }

    @Test
    void whatIsTakenFromATableGetsNoMoreRoomThanTheTable() {
        Tensor table = builder.constant("table", Shape.of(4, 1), -3f, 1f, 2f, -1f);
        Tensor index = builder.tensor("index", TensorType.INT32, 4);
        Tensor gathered = seen("gathered", -5, 1.5f);
        apply(BuiltinOperator.GATHER, gathered, table, index);
        Tensor shaped = seen("shaped", -5, 4);
        apply(BuiltinOperator.RESHAPE, shaped, gathered);
        Tensor found = seen("found", -2, 6);
        apply(BuiltinOperator.EMBEDDING_LOOKUP, found, index, table);
        apply(BuiltinOperator.GATHER, seen("of what changes", -9, 9), seen("changes", -1, 1), index);
        assertThat(possible())
                .isEqualTo(Map.of(
                        gathered, new ValueRange(-3, 1.5f),
                        shaped, new ValueRange(-3, 1.5f),
                        found, new ValueRange(-2, 2)));
    }

    @Test
    void otherRangesStay() {
        apply(BuiltinOperator.ABS, seen("sizes", 0, 8), part(-4, 5));
        apply(BuiltinOperator.RELU, seen("whole", -8, 8), seen("read", 0, 7));
        Tensor said = seen("said", -8, 8);
        apply(BuiltinOperator.RELU, said, part(-2, 2));
        given.add(said);
        assertThat(possible()).hasSize(2).doesNotContainKey(said);
    }

    @Test
    void nothingIsKnownOfPartsOfTheUnknown() {
        builder.operator(BuiltinOperator.SPLIT)
                .inputs(builder.tensor("unknown", TensorType.FLOAT32, 4))
                .outputs(seen("one", -1, 1), seen("other", -1, 1))
                .append();
        assertThat(possible()).isEmpty();
    }

    /** One of two, with more room than the whole. */
    private Tensor part(float least, float most) {
        Tensor part = seen("part" + ranges.size(), least - 1, most + 1);
        builder.operator(BuiltinOperator.SPLIT)
                .inputs(seen("whole" + ranges.size(), least, most))
                .outputs(part, seen("other" + ranges.size(), 0, 1))
                .append();
        return part;
    }

    private Map<Tensor, ValueRange> possible() {
        return PossibleRanges.of(List.of(builder.graph().subgraph()), ranges, given::contains);
    }

    private Tensor seen(String name, float min, float max) {
        Tensor tensor = builder.tensor(name, TensorType.FLOAT32, 4);
        ranges.put(tensor, new ValueRange(min, max));
        return tensor;
    }

    private void apply(BuiltinOperator type, Tensor output, Tensor... inputs) {
        builder.operator(type).inputs(inputs).outputs(output).append();
    }
}
