package io.lapidary.contract;

import java.util.Random;

import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;

/** Constants of random values, the same ones at every run. */
final class Weights {
    private static final int CLUSTERS = 16;
    private static final double ZEROS = 0.4;

    private final ModelBuilder builder;
    private final Random random;

    Weights(ModelBuilder builder, long seed) {
        this.builder = builder;
        this.random = new Random(seed);
    }

    /** Normally distributed, of a variance that keeps activations about where they are. */
    Tensor normal(String name, int inputs, int... shape) {
        float[] values = new float[elements(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        return builder.constant(name, Shape.of(shape), values);
    }

    /** Few distinct values, many of them zeros: as pruning and clustering leave them. */
    Tensor clustered(String name, int... shape) {
        float[] values = new float[elements(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble() < ZEROS ? 0 : (random.nextInt(CLUSTERS) - CLUSTERS / 2 + 0.5f) / 32;
        }
        return builder.constant(name, Shape.of(shape), values);
    }

    private static int elements(int... shape) {
        return Math.toIntExact(Shape.of(shape).elements());
    }
}
