package io.lapidary.quantization.integer.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Attention that must not look everywhere. */
class MaskedScoresTest {
    private static final int LENGTH = 4;
    /** Four shares of so many natural units below the largest are half a step of 1/255 together. */
    private static final float DEPTH = (float) Math.log(4 * 510);

    private final ModelBuilder builder = new ModelBuilder("attention");
    private final Map<Tensor, ValueRange> ranges = new HashMap<>();
    private final Tensor scores = seen("scores", -20, 20);
    private final Tensor masked = builder.tensor("masked", TensorType.FLOAT32, 1, LENGTH);

    @ParameterizedTest
    @ValueSource(floats = {-1e4f, -1e9f, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY})
    void aMaskIsCutOffBelowTheLeastScore(float mask) {
        Tensor added = builder.constant("mask", Shape.of(1, LENGTH), 0, 0, mask, mask);
        apply(BuiltinOperator.ADD, masked, scores, added);
        softmax(masked);
        Map<Tensor, ValueRange> needed = needed(IntegerScheme.INT8);
        assertThat(needed.get(masked).min()).isCloseTo(-20 - DEPTH, within(1e-4f));
        assertThat(needed.get(masked).max()).isEqualTo(20);
        // So much that the largest score is below all that is not masked.
        assertThat(needed.get(added).min()).isCloseTo(-40 - DEPTH, within(1e-4f));
        assertThat(needed.get(added).max()).isZero();
        assertThat(needed).doesNotContainKey(scores);
    }

    @Test
    void finerSharesSeeFurtherDown() {
        apply(BuiltinOperator.ADD, masked, scores, builder.constant("mask", Shape.of(1, LENGTH), 0, 0, 0, -1e9f));
        softmax(masked);
        assertThat(needed(IntegerScheme.INT16X8).get(masked).min())
                .isCloseTo((float) (-20 - Math.log(4 * 2 * 32767)), within(1e-4f));
    }

    /** A penalty that grows with distance beside a mask. */
    @Test
    void whatDoesNotMaskKeepsItsSteps() {
        apply(BuiltinOperator.ADD, masked, scores, builder.constant("mask", Shape.of(1, LENGTH), 0, -5, -10, -1e9f));
        softmax(masked);
        assertThat(needed(IntegerScheme.INT8).get(masked).min()).isCloseTo(-30 - DEPTH, within(1e-4f));
    }

    @Test
    void aBiasIsNoMask() {
        apply(BuiltinOperator.ADD, masked, scores, builder.constant("bias", Shape.of(1, LENGTH), 0, -50, -100, -200));
        ranges.put(masked, new ValueRange(-210, 20));
        softmax(masked);
        assertThat(needed(IntegerScheme.INT8)).isEmpty();
    }

    @Test
    void aMaskThatIsChosenInsteadOfScoresIsCutOffToo() {
        Tensor shaped = builder.tensor("shaped", TensorType.FLOAT32, LENGTH, 1, LENGTH);
        Tensor where = builder.input("where", TensorType.BOOL, 1, LENGTH);
        Tensor mask = builder.constant("mask", Shape.SCALAR, -1e9f);
        apply(BuiltinOperator.SELECT_V2, masked, where, scores, mask);
        apply(BuiltinOperator.RESHAPE, shaped, masked);
        softmax(shaped);
        Map<Tensor, ValueRange> needed = needed(IntegerScheme.INT8);
        assertThat(needed.get(masked).min()).isCloseTo(-20 - DEPTH, within(1e-4f));
        assertThat(needed.get(mask).min())
                .isEqualTo(needed.get(mask).max())
                .isEqualTo(needed.get(masked).min());
    }

    @Test
    void anotherReaderSeesTheMask() {
        ranges.put(masked, new ValueRange(-1e9f, 20));
        apply(BuiltinOperator.ADD, masked, scores, builder.constant("mask", Shape.of(1, LENGTH), 0, 0, 0, -1e9f));
        softmax(masked);
        builder.output(masked);
        assertThat(needed(IntegerScheme.INT8)).isEmpty();
    }

    private Map<Tensor, ValueRange> needed(IntegerScheme scheme) {
        return NeededRanges.of(List.of(builder.graph().subgraph()), ranges, Map.of(), scheme, tensor -> false);
    }

    private Tensor seen(String name, float min, float max) {
        Tensor tensor = builder.tensor(name, TensorType.FLOAT32, 1, LENGTH);
        ranges.put(tensor, new ValueRange(min, max));
        return tensor;
    }

    private void softmax(Tensor from) {
        Tensor shares = builder.tensor("shares", TensorType.FLOAT32, 1, LENGTH);
        builder.operator(BuiltinOperator.SOFTMAX)
                .option("beta", 1f)
                .inputs(from)
                .outputs(shares)
                .append();
        builder.output(shares);
    }

    private void apply(BuiltinOperator type, Tensor output, Tensor... inputs) {
        builder.operator(type).inputs(inputs).outputs(output).append();
    }
}
