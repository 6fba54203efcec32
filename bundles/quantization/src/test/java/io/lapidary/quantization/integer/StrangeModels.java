package io.lapidary.quantization.integer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.lapidary.api.engine.StatisticsResult.Extremes;
import io.lapidary.api.engine.StatisticsResult.Histogram;
import io.lapidary.api.engine.StatisticsResult.TensorSummary;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Small random graphs with weights, and with statistics, from nothing to the largest numbers there are. */
final class StrangeModels {
    private static final int CHANNELS = 4;
    private static final int[] SHAPE = {1, 2, 2, CHANNELS};
    private static final float[] MAGNITUDES = {
        0, Float.MIN_VALUE, 1e-42f, Float.MIN_NORMAL, 1e-30f, 1e-9f, 1e-3f, 1, 1, 1, 1e3f, 1e9f, 1e30f, Float.MAX_VALUE
    };

    private final Random random;
    private final ModelBuilder builder = new ModelBuilder("strange");
    private final List<Tensor> made = new ArrayList<>();
    private int names;

    StrangeModels(long seed) {
        this.random = new Random(seed);
    }

    Model model() {
        made.add(builder.input("x", TensorType.FLOAT32, SHAPE));
        int operators = 1 + random.nextInt(8);
        for (int i = 0; i < operators; i++) {
            made.add(next());
        }
        builder.output(made.get(made.size() - 1));
        return builder.build();
    }

    private Tensor next() {
        Tensor some = any();
        return switch (random.nextInt(14)) {
            case 0, 1 -> apply(BuiltinOperator.CONV_2D, some, weights(CHANNELS, 1, 1, CHANNELS), weights(CHANNELS));
            case 2 -> apply(BuiltinOperator.DEPTHWISE_CONV_2D, some, weights(1, 1, 1, CHANNELS), weights(CHANNELS));
            case 12 -> clipped(some);
            case 13 -> apply(BuiltinOperator.RELU6, some);
            case 3 -> apply(BuiltinOperator.ADD, some, any());
            case 4 -> apply(BuiltinOperator.SUB, some, weights(CHANNELS));
            case 5 -> apply(BuiltinOperator.MUL, some, any());
            case 6 -> apply(BuiltinOperator.MAXIMUM, some, weights(CHANNELS));
            case 7 -> apply(BuiltinOperator.PRELU, some, weights(1, 1, CHANNELS));
            case 8 -> apply(BuiltinOperator.RELU, some);
            case 9 -> apply(BuiltinOperator.SOFTMAX, some);
            case 10 -> apply(BuiltinOperator.TANH, some);
            default -> apply(BuiltinOperator.SQUARED_DIFFERENCE, some, any());
        };
    }

    private Tensor clipped(Tensor some) {
        Tensor output = builder.tensor("t" + names++, TensorType.FLOAT32, SHAPE);
        builder.operator(BuiltinOperator.CONV_2D)
                .option("fused_activation_function", random.nextBoolean() ? "RELU6" : "RELU_N1_TO_1")
                .inputs(some, weights(CHANNELS, 1, 1, CHANNELS), weights(CHANNELS))
                .outputs(output)
                .append();
        return output;
    }

    private Tensor any() {
        return made.get(random.nextInt(made.size()));
    }

    private Tensor apply(BuiltinOperator type, Tensor... inputs) {
        Tensor output = builder.tensor("t" + names++, TensorType.FLOAT32, SHAPE);
        builder.operator(type).inputs(inputs).outputs(output).append();
        return output;
    }

    private Tensor weights(int... shape) {
        float[] values = new float[(int) Shape.of(shape).elements()];
        float magnitude = magnitude();
        boolean mixed = random.nextBoolean();
        for (int i = 0; i < values.length; i++) {
            values[i] = (random.nextFloat() * 2 - 1) * (mixed ? magnitude() : magnitude);
        }
        return builder.constant("c" + names++, Shape.of(shape), values);
    }

    private float magnitude() {
        return MAGNITUDES[random.nextInt(MAGNITUDES.length)];
    }

    /** What might be told of a tensor: of one sign or two, constant or not; the input at least is not constant. */
    TensorSummary statistics(String name) {
        float one = magnitude() * (random.nextBoolean() ? 1 : -1);
        float other = random.nextInt(4) == 0 && !name.equals("x") ? one : magnitude() * (random.nextBoolean() ? 1 : 0);
        if (name.equals("x") && one == other) {
            other = one == 0 ? 1 : 0;
        }
        float min = Math.min(one, other);
        float max = Math.max(one, other);
        double inner = random.nextDouble();
        var means = new ArrayList<Double>();
        var variances = new ArrayList<Double>();
        for (int c = 0; c < CHANNELS; c++) {
            means.add(min + random.nextDouble() * ((double) max - min));
            variances.add(Math.pow((double) max - min, 2) * random.nextDouble());
        }
        return new TensorSummary(
                min,
                max,
                min * inner,
                max * inner,
                new Extremes(min * inner, (max - min) * (1 - inner), 12, 1),
                new Extremes(max * inner, (max - min) * (1 - inner), 12, 1),
                means.get(0),
                variances.get(0),
                means,
                variances,
                histogram(min, max),
                0);
    }

    /** Bins of a power of two, as an engine tells them. */
    private Optional<Histogram> histogram(float min, float max) {
        float magnitude = Math.max(Math.abs(min), Math.abs(max));
        int exponent =
                magnitude == 0 ? 0 : Math.max(Float.MIN_EXPONENT - 23, Math.getExponent((double) magnitude) + 1 - 6);
        double width = Math.scalb(1.0, exponent);
        int first = (int) Math.floor(min / width);
        int last = (int) Math.max(first + 1.0, Math.floor(max / width) + 1);
        var counts = new ArrayList<>(Collections.nCopies(last - first, 0L));
        counts.replaceAll(none -> (long) random.nextInt(1000));
        counts.set(0, 1L);
        counts.set(counts.size() - 1, 1L);
        return Optional.of(new Histogram(edge(first * width), edge(last * width), counts));
    }

    private static float edge(double edge) {
        return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, edge));
    }
}
