package io.lapidary.technique.weightonly.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.OperatorBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Models of one operator each, with weights of one's choice. */
enum OneOperator {
    CONV_2D(BuiltinOperator.CONV_2D, 12, 3, 3, 8) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            Tensor x = builder.input("x", TensorType.FLOAT32, 1, 6, 6, 8);
            Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, 6, 6, 12);
            strided(builder, x, weights, bias(builder, 12), y).append();
            builder.output(y);
        }
    },
    GROUPED_CONV_2D(BuiltinOperator.CONV_2D, 12, 3, 3, 4) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            Tensor x = builder.input("x", TensorType.FLOAT32, 1, 6, 6, 8);
            Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, 6, 6, 12);
            strided(builder, x, weights, bias(builder, 12), y).append();
            builder.output(y);
        }
    },
    DEPTHWISE_CONV_2D(BuiltinOperator.DEPTHWISE_CONV_2D, 1, 3, 3, 32) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            Tensor x = builder.input("x", TensorType.FLOAT32, 1, 6, 6, 16);
            Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, 6, 6, 32);
            strided(builder, x, weights, bias(builder, 32), y)
                    .option("depth_multiplier", 2)
                    .append();
            builder.output(y);
        }
    },
    FULLY_CONNECTED(BuiltinOperator.FULLY_CONNECTED, 7, 64) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            Tensor x = builder.input("x", TensorType.FLOAT32, 1, 64);
            Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, 7);
            builder.operator(type())
                    .inputs(x, weights, bias(builder, 7))
                    .outputs(y)
                    .append();
            builder.output(y);
        }
    },
    TRANSPOSE_CONV(BuiltinOperator.TRANSPOSE_CONV, 6, 3, 3, 8) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            Tensor x = builder.input("x", TensorType.FLOAT32, 1, 4, 4, 8);
            Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, 8, 8, 6);
            builder.operator(type())
                    .version(3)
                    .inputs(builder.constant("size", Shape.of(4), 1, 8, 8, 6), weights, x, bias(builder, 6))
                    .outputs(y)
                    .option("padding", "SAME")
                    .option("stride_w", 2)
                    .option("stride_h", 2)
                    .append();
            builder.output(y);
        }
    },
    CONV_3D(BuiltinOperator.CONV_3D, 2, 2, 2, 8, 6) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            Tensor x = builder.input("x", TensorType.FLOAT32, 1, 4, 4, 4, 8);
            Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, 4, 4, 4, 6);
            builder.operator(type())
                    .inputs(x, weights, bias(builder, 6))
                    .outputs(y)
                    .option("padding", "SAME")
                    .option("stride_d", 1)
                    .option("stride_w", 1)
                    .option("stride_h", 1)
                    .option("dilation_d_factor", 1)
                    .option("dilation_w_factor", 1)
                    .option("dilation_h_factor", 1)
                    .append();
            builder.output(y);
        }
    },
    BATCH_MATMUL(BuiltinOperator.BATCH_MATMUL, 2, 24, 10) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            Tensor x = builder.input("x", TensorType.FLOAT32, 1, 2, 5, 24);
            Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, 2, 5, 10);
            builder.operator(type()).inputs(x, weights).outputs(y).append();
            builder.output(y);
        }
    },
    BATCH_MATMUL_TRANSPOSED(BuiltinOperator.BATCH_MATMUL, 10, 32) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            Tensor x = builder.input("x", TensorType.FLOAT32, 1, 5, 32);
            Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, 5, 10);
            builder.operator(type())
                    .inputs(x, weights)
                    .outputs(y)
                    .option("adj_y", true)
                    .append();
            builder.output(y);
        }
    },
    GATHER(BuiltinOperator.GATHER, 5, 64) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            Tensor x = builder.input("x", TensorType.INT32, 1, 3);
            Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, 3, 64);
            builder.operator(type()).inputs(weights, x).outputs(y).append();
            builder.output(y);
        }
    },
    EMBEDDING_LOOKUP(BuiltinOperator.EMBEDDING_LOOKUP, 5, 64) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            lookup(builder, weights, 64);
        }
    },
    ODD_EMBEDDING_LOOKUP(BuiltinOperator.EMBEDDING_LOOKUP, 5, 63) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            lookup(builder, weights, 63);
        }
    },
    SVDF(BuiltinOperator.SVDF, 16, 20) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            Tensor x = builder.input("x", TensorType.FLOAT32, 1, 20);
            Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, 8);
            Tensor time = builder.constant("time", Shape.of(16, 4), values(new Random(5), 64));
            Tensor state = builder.tensor("state", TensorType.FLOAT32, 1, 64);
            builder.editor().tensor(state).variable(true);
            builder.operator(type())
                    .optionalInputs(List.of(
                            Optional.of(x),
                            Optional.of(weights),
                            Optional.of(time),
                            Optional.of(bias(builder, 8)),
                            Optional.of(state)))
                    .outputs(y)
                    .option("rank", 2)
                    .option("fused_activation_function", "RELU")
                    .append();
            builder.output(y);
        }
    },
    RNN(BuiltinOperator.RNN, 16, 20) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            Tensor x = builder.input("x", TensorType.FLOAT32, 1, 20);
            recurrent(builder, x, weights, builder.tensor("y", TensorType.FLOAT32, 1, 16));
        }
    },
    UNIDIRECTIONAL_SEQUENCE_RNN(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_RNN, 16, 20) {
        @Override
        void build(ModelBuilder builder, Tensor weights) {
            Tensor x = builder.input("x", TensorType.FLOAT32, 1, 4, 20);
            recurrent(builder, x, weights, builder.tensor("y", TensorType.FLOAT32, 1, 4, 16));
        }
    };

    static final String WEIGHTS = "weights";

    private final BuiltinOperator type;
    private final Shape shape;

    OneOperator(BuiltinOperator type, int... shape) {
        this.type = type;
        this.shape = Shape.of(shape);
    }

    abstract void build(ModelBuilder builder, Tensor weights);

    BuiltinOperator type() {
        return type;
    }

    Shape shape() {
        return shape;
    }

    Model model(float[] weights) {
        var builder = new ModelBuilder(name());
        build(builder, builder.constant(WEIGHTS, shape, weights));
        return builder.build();
    }

    /** Normally distributed weights, of other magnitudes in each of eight runs, and one far outlier. */
    float[] weights() {
        float[] values = values(new Random(ordinal()), Math.toIntExact(shape.elements()));
        for (int i = 0; i < values.length; i++) {
            values[i] *= 1 + i * 8 / values.length;
        }
        values[values.length / 2] = 20;
        return values;
    }

    OperatorBuilder strided(ModelBuilder builder, Tensor x, Tensor weights, Tensor bias, Tensor y) {
        return builder.operator(type)
                .inputs(x, weights, bias)
                .outputs(y)
                .option("padding", "SAME")
                .option("stride_w", 1)
                .option("stride_h", 1)
                .option("dilation_w_factor", 1)
                .option("dilation_h_factor", 1);
    }

    void lookup(ModelBuilder builder, Tensor weights, int columns) {
        Tensor x = builder.input("x", TensorType.INT32, 3);
        Tensor y = builder.tensor("y", TensorType.FLOAT32, 3, columns);
        builder.operator(type).inputs(x, weights).outputs(y).append();
        builder.output(y);
    }

    void recurrent(ModelBuilder builder, Tensor x, Tensor weights, Tensor y) {
        Tensor state = builder.tensor("state", TensorType.FLOAT32, 1, 16);
        builder.editor().tensor(state).variable(true);
        var inputs = new ArrayList<Optional<Tensor>>();
        inputs.add(Optional.of(x));
        inputs.add(Optional.of(weights));
        inputs.add(Optional.of(builder.constant("recurrent", Shape.of(16, 16), values(new Random(5), 256))));
        inputs.add(Optional.of(bias(builder, 16)));
        inputs.add(Optional.of(state));
        builder.operator(type)
                .optionalInputs(inputs)
                .outputs(y)
                .option("fused_activation_function", "TANH")
                .append();
        builder.output(y);
    }

    static Tensor bias(ModelBuilder builder, int channels) {
        return builder.constant("bias", Shape.of(channels), values(new Random(3), channels));
    }

    static float[] values(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() / 8;
        }
        return values;
    }
}
