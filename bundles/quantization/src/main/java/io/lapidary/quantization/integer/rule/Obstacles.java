package io.lapidary.quantization.integer.rule;

import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.integer.scheme.IntegerScheme;

/** Reasons, seen in the graph, why an operator's integer kernel would give wrong numbers or none. */
public final class Obstacles {
    /** 2^31 / (255 * 127): more products may overflow the 32 bits that int8 kernels add them in. */
    private static final long INT8_PRODUCTS = 66_000;
    /** 2^31 / 2^15: more int16 numbers may overflow 32 bits. */
    private static final long INT16_SUMMANDS = 65_535;
    /** Sums along one contiguous axis were right up to here with XNNPACK, and wrong at 32,768. */
    private static final long INT8_SUMMANDS = 4_096;

    private Obstacles() {}

    /** Kernels leave these activations out without a word. */
    static Optional<String> fusedActivation(Operator operator) {
        String fused = operator.options().fusedActivation();
        boolean ignored = Set.of("TANH", "SIGN_BIT").contains(fused);
        return when(ignored, "its integer kernel leaves out the fused activation " + fused);
    }

    static Optional<String> anyFusedActivation(Operator operator, IntegerScheme scheme) {
        String fused = operator.options().fusedActivation();
        return when(!fused.equals("NONE"), "its integer kernel refuses the fused activation " + fused);
    }

    /** A weight or bias that is no plain constant. */
    static Optional<String> constant(Operator operator, int input, String what) {
        return operator.input(input)
                .filter(tensor -> tensor.type() != TensorType.FLOAT32
                        || !tensor.isConstant()
                        || !tensor.shape().isStatic()
                        || tensor.isSparse()
                        || tensor.isVariable())
                .map(tensor -> "its " + what + " '" + tensor.name() + "' is no dense float32 constant");
    }

    /** Too many products to be added in 32 bits. */
    static Optional<String> products(Operator operator, IntegerScheme scheme) {
        if (scheme != IntegerScheme.INT8) {
            return Optional.empty();
        }
        Shape weights = operator.input(1).map(Tensor::shape).orElse(Shape.SCALAR);
        boolean depthwise = operator.type() == BuiltinOperator.DEPTHWISE_CONV_2D;
        int channelAxis = depthwise ? 3 : 0;
        if (weights.rank() <= channelAxis) {
            return Optional.of("its weights " + weights + " have no channels");
        }
        long products = weights.elements() / Math.max(1, weights.dim(channelAxis));
        return when(products > INT8_PRODUCTS, "sums of " + products + " products do not fit its 32-bit accumulators");
    }

    static Optional<String> plainFormat(Operator operator, IntegerScheme scheme) {
        String format = operator.options().enumValue("weights_format");
        return when(!format.equals("DEFAULT"), "its weights are stored in the format " + format);
    }

    /** MEAN and SUM over too many elements. */
    static Optional<String> summands(Operator operator, IntegerScheme scheme) {
        Shape shape = operator.input(0).map(Tensor::shapeSignature).orElse(Shape.SCALAR);
        Optional<int[]> axes = operator.input(1).filter(Tensor::isConstant).map(Obstacles::ints);
        if (axes.isEmpty() || !IntStream.of(axes.get()).allMatch(axis -> size(shape, axis) > 0)) {
            return Optional.of("how many elements it adds is not known before it runs");
        }
        long summands = 1;
        for (int axis : axes.get()) {
            summands *= size(shape, axis);
        }
        boolean spatial = shape.rank() == 4
                && IntStream.of(axes.get())
                        .map(axis -> axis < 0 ? axis + 4 : axis)
                        .allMatch(a -> a == 1 || a == 2);
        long limit = scheme == IntegerScheme.INT16X8 || spatial ? INT16_SUMMANDS : INT8_SUMMANDS;
        return when(summands > limit, "sums of " + summands + " elements do not fit its accumulators");
    }

    private static int size(Shape shape, int axis) {
        int positive = axis < 0 ? axis + shape.rank() : axis;
        return positive >= 0 && positive < shape.rank() ? shape.dim(positive) : 0;
    }

    private static int[] ints(Tensor tensor) {
        if (tensor.type() != TensorType.INT32) {
            return new int[] {Integer.MAX_VALUE};
        }
        int[] values = new int[tensor.data().remaining() / Integer.BYTES];
        tensor.data().asIntBuffer().get(values);
        return values;
    }

    /** Kernels of roots fail on negative numbers, which rounding may make of zeros. */
    static Optional<String> negative(Operator operator, IntegerScheme scheme) {
        if (scheme == IntegerScheme.INT8) {
            // Seen from the scale, where the zero point is at the lower end; see ScaleGuards.
            return Optional.empty();
        }
        boolean safe = operator.input(0).filter(Signs::isNeverNegative).isPresent();
        return when(!safe, "its integer kernel fails on negative numbers, which rounding of its input may give");
    }

    /** A divisor must be constant and so large that none becomes a raw 0, which the kernel refuses. */
    static Optional<String> divisor(Operator operator, IntegerScheme scheme) {
        Optional<Tensor> divisor = operator.input(1).filter(Tensor::isConstant);
        if (divisor.isEmpty()) {
            return Optional.of("its integer kernel fails when a divisor rounds to 0");
        }
        FloatBuffer values = divisor.get().data().asFloatBuffer();
        float least = Float.POSITIVE_INFINITY;
        float largest = 0;
        while (values.hasRemaining()) {
            float magnitude = Math.abs(values.get());
            least = Math.min(least, magnitude);
            largest = Math.max(largest, magnitude);
        }
        boolean safe = least > 0 && largest / least <= scheme.most();
        return when(!safe, "its integer kernel fails when a divisor rounds to 0");
    }

    static Optional<String> rankAboveFour(Operator operator, IntegerScheme scheme) {
        int rank = operator.output().shape().rank();
        return when(scheme == IntegerScheme.INT16X8 && rank > 4, "its int16 kernel takes at most 4 dimensions");
    }

    public static Optional<String> when(boolean met, String reason) {
        return met ? Optional.of(reason) : Optional.empty();
    }
}
