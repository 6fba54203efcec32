package io.lapidary.quantization.integer.scheme;

import io.lapidary.model.TensorType;
import io.lapidary.quantization.calibration.Levels;

/** Which integers stand for activations, weights and biases. Weights are int8, symmetric, by channel where a kernel can. */
public enum IntegerScheme {
    /** int8 asymmetric activations, int32 biases. */
    INT8("int8", TensorType.INT8, -128, 127),
    /** int16 symmetric activations, int64 biases. */
    INT16X8("int16x8", TensorType.INT16, -32768, 32767);

    private final String id;
    private final TensorType activation;
    private final int least;
    private final int most;

    IntegerScheme(String id, TensorType activation, int least, int most) {
        this.id = id;
        this.activation = activation;
        this.least = least;
        this.most = most;
    }

    /** As in a request: {@code int8}. */
    public String id() {
        return id;
    }

    /** The type of activations. */
    public TensorType activation() {
        return activation;
    }

    /** The least integer of an activation. */
    public int least() {
        return least;
    }

    /** The largest integer of an activation. */
    public int most() {
        return most;
    }

    /** Whether the kernels want every activation's zero point at 0. */
    public boolean isSymmetric() {
        return this == INT16X8;
    }

    /** The integers of an activation, for the choice of its range. */
    public Levels levels() {
        return new Levels(least, most, isSymmetric());
    }
}
