package io.lapidary.quantization.integer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Operator;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.calibration.ValueRange;
import io.lapidary.quantization.integer.scheme.Affine;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Who shares a scale with whom. */
class ScaleAssignmentTest {
    private static final int SIZE = 4;

    private final ModelBuilder builder = new ModelBuilder("scales");
    private final Map<Tensor, ValueRange> ranges = new HashMap<>();
    private final Map<Tensor, Affine> decided = new HashMap<>();
    private final Map<Tensor, Float> leastScales = new HashMap<>();

    @Test
    void aTensorReachesItsRangeAndZero() {
        Tensor x = seen("x", 2, 6);
        Tensor y = seen("y", -1, 3);
        apply(BuiltinOperator.ADD, y, x, x);
        ScaleAssignment scales = assign(IntegerScheme.INT8);
        assertThat(scales.made(x)).isEqualTo(new Affine((float) (6 / 255.0), -128));
        assertThat(scales.made(y).scale()).isCloseTo(4 / 255f, within(1e-8f));
        assertThat(scales.made(y).zeroPoint()).isEqualTo(-128 + 64);
        assertThat(assign(IntegerScheme.INT16X8).made(y)).isEqualTo(new Affine((float) (3 / 32767.0), 0));
    }

    @Test
    void aConcatenationHasOneScaleThatReachesAll() {
        Tensor one = seen("one", -1, 0);
        Tensor other = seen("other", 0, 3);
        Tensor both = seen("both", -1, 3);
        Operator join = apply(BuiltinOperator.CONCATENATION, both, one, other);
        ScaleAssignment scales = assign(IntegerScheme.INT8);
        assertThat(scales.made(one))
                .isEqualTo(scales.made(both))
                .isEqualTo(scales.made(other))
                .isEqualTo(scales.read(join, 0));
        assertThat(scales.made(both).scale()).isCloseTo(4 / 255f, within(1e-8f));
    }

    @Test
    void aReaderThatAFixedScaleDoesNotSuitHasItsOwn() {
        Tensor scores = seen("scores", -5, 5);
        Tensor shares = seen("shares", 0, 1);
        Tensor large = seen("large", 0, 40);
        Tensor both = seen("both", 0, 40);
        apply(BuiltinOperator.SOFTMAX, shares, scores);
        Operator join = apply(BuiltinOperator.CONCATENATION, both, shares, large);
        ScaleAssignment scales = assign(IntegerScheme.INT8);
        assertThat(scales.made(shares)).isEqualTo(new Affine(0x1p-8f, -128));
        assertThat(scales.isPinned(shares)).isTrue();
        assertThat(scales.read(join, 0)).isEqualTo(scales.made(both)).isNotEqualTo(scales.made(shares));
        assertThat(scales.made(both).scale()).isCloseTo(40 / 255f, within(1e-7f));
    }

    @Test
    void aFixedScaleThatSuitsIsTakenOver() {
        Tensor shares = seen("shares", 0, 1);
        Tensor more = seen("more", 0, .5f);
        Tensor both = seen("both", 0, .9f);
        apply(BuiltinOperator.SOFTMAX, shares, seen("scores", -5, 5));
        apply(BuiltinOperator.CONCATENATION, both, shares, more);
        ScaleAssignment scales = assign(IntegerScheme.INT8);
        assertThat(scales.made(both)).isEqualTo(new Affine(0x1p-8f, -128)).isEqualTo(scales.made(more));
    }

    @Test
    void aSymmetricReaderPartsFromAnAsymmetricFixedScale() {
        Tensor shares = seen("shares", 0, 1);
        apply(BuiltinOperator.SOFTMAX, shares, seen("scores", -5, 5));
        Operator product = apply(BuiltinOperator.BATCH_MATMUL, seen("product", -2, 2), seen("x", -1, 1), shares);
        ScaleAssignment scales = assign(IntegerScheme.INT8);
        assertThat(scales.made(shares).zeroPoint()).isEqualTo(-128);
        assertThat(scales.read(product, 1).zeroPoint()).isZero();
        assertThat(scales.read(product, 0))
                .isEqualTo(scales.made(product.input(0).orElseThrow()));
    }

    @Test
    void decisionsAndLowerBoundsGoBeforeRanges() {
        Tensor x = seen("x", -1, 1);
        Tensor y = seen("y", -1, 1);
        apply(BuiltinOperator.ADD, y, x, x);
        decided.put(x, new Affine(.5f, 3));
        leastScales.put(y, .25f);
        ScaleAssignment scales = assign(IntegerScheme.INT8);
        assertThat(scales.made(x)).isEqualTo(new Affine(.5f, 3));
        assertThat(scales.made(y).scale()).isEqualTo(.25f);
    }

    @Test
    void whatNoIntegerOperatorTouchesIsNotKnown() {
        Tensor stranger = seen("stranger", 0, 1);
        apply(BuiltinOperator.ADD, seen("y", 0, 1), seen("x", 0, 1), seen("z", 0, 1));
        assertThat(assign(IntegerScheme.INT8).knows(stranger)).isFalse();
    }

    private Tensor seen(String name, float min, float max) {
        Tensor tensor = builder.tensor(name, TensorType.FLOAT32, SIZE, SIZE);
        ranges.put(tensor, new ValueRange(min, max));
        return tensor;
    }

    private Operator apply(BuiltinOperator type, Tensor output, Tensor... inputs) {
        return builder.operator(type).inputs(inputs).outputs(output).append();
    }

    private ScaleAssignment assign(IntegerScheme scheme) {
        List<Operator> operators = builder.graph().subgraph().operators();
        return new ScaleAssignment(scheme, operators, List.of(), ranges, decided, leastScales);
    }
}
