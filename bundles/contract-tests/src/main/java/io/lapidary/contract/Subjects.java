package io.lapidary.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;

/** Small float models that together use what real ones do. Every weight of rank 2 and more has at least 256 elements. */
public final class Subjects {
    private Subjects() {}

    /** All of them. */
    public static List<Subject> all() {
        return List.of(
                new Subject("classifier", Subjects::classifier),
                new Subject("siblings", Subjects::siblings),
                new Subject("recurrent", Subjects::recurrent),
                new Subject("two-signatures", Subjects::twoSignatures));
    }

    /**
     * An image classifier with a dynamic batch: image [-1, 16, 16, 3], CONV_2D, DEPTHWISE_CONV_2D, CONV_2D, AVERAGE_POOL_2D,
     * RESHAPE, FULLY_CONNECTED, SOFTMAX, probabilities [-1, 10].
     */
    public static Model classifier() {
        var builder = new ModelBuilder("classifier");
        var weights = new Weights(builder, 1);
        Tensor image = builder.input("image", TensorType.FLOAT32, -1, 16, 16, 3);
        Tensor edges = builder.tensor("edges", TensorType.FLOAT32, -1, 8, 8, 32);
        convolution(
                builder,
                BuiltinOperator.CONV_2D,
                2,
                image,
                weights.normal("edges/filter", 27, 32, 3, 3, 3),
                weights.normal("edges/bias", 9, 32),
                edges);
        Tensor spread = builder.tensor("spread", TensorType.FLOAT32, -1, 8, 8, 32);
        convolution(
                builder,
                BuiltinOperator.DEPTHWISE_CONV_2D,
                1,
                edges,
                weights.normal("spread/filter", 9, 1, 3, 3, 32),
                weights.normal("spread/bias", 9, 32),
                spread);
        Tensor mixed = builder.tensor("mixed", TensorType.FLOAT32, -1, 8, 8, 32);
        convolution(
                builder,
                BuiltinOperator.CONV_2D,
                1,
                spread,
                weights.normal("mixed/filter", 32, 32, 1, 1, 32),
                weights.normal("mixed/bias", 9, 32),
                mixed);
        Tensor pooled = builder.tensor("pooled", TensorType.FLOAT32, -1, 1, 1, 32);
        builder.operator(BuiltinOperator.AVERAGE_POOL_2D)
                .inputs(mixed)
                .outputs(pooled)
                .option("filter_width", 8)
                .option("filter_height", 8)
                .option("stride_w", 8)
                .option("stride_h", 8)
                .option("padding", "VALID")
                .append();
        Tensor features = builder.tensor("features", TensorType.FLOAT32, -1, 32);
        builder.operator(BuiltinOperator.RESHAPE)
                .inputs(pooled, builder.constant("features/shape", Shape.of(2), -1, 32))
                .outputs(features)
                .append();
        Tensor logits = builder.tensor("logits", TensorType.FLOAT32, -1, 10);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(features, weights.normal("logits/weights", 8, 10, 32), weights.normal("logits/bias", 9, 10))
                .outputs(logits)
                .append();
        Tensor probabilities = builder.tensor("probabilities", TensorType.FLOAT32, -1, 10);
        builder.operator(BuiltinOperator.SOFTMAX)
                .inputs(logits)
                .outputs(probabilities)
                .option("beta", 1f)
                .append();
        return builder.output(probabilities).signature("serving_default").build();
    }

    private static void convolution(
            ModelBuilder builder,
            BuiltinOperator type,
            int stride,
            Tensor data,
            Tensor filter,
            Tensor bias,
            Tensor result) {
        var operator = builder.operator(type)
                .inputs(data, filter, bias)
                .outputs(result)
                .option("stride_w", stride)
                .option("stride_h", stride)
                .option("dilation_w_factor", 1)
                .option("dilation_h_factor", 1)
                .option("padding", "SAME")
                .option("fused_activation_function", "RELU");
        if (type == BuiltinOperator.DEPTHWISE_CONV_2D) {
            operator.option("depth_multiplier", 1);
        }
        operator.append();
    }

    /**
     * Two inputs [1, 64] through one FULLY_CONNECTED's weights, two outputs, without a signature. Its weights are sparse and
     * clustered, and two tensors share a buffer.
     */
    public static Model siblings() {
        var builder = new ModelBuilder("siblings");
        var weights = new Weights(builder, 2);
        Tensor left = builder.input("left", TensorType.FLOAT32, 1, 64);
        Tensor right = builder.input("right", TensorType.FLOAT32, 1, 64);
        Tensor shared = weights.clustered("shared/weights", 64, 64);
        Tensor twin = builder.tensor("twin/weights", TensorType.FLOAT32, 64, 64);
        builder.editor().tensor(twin).data(shared.buffer());
        Tensor one = connected(builder, left, shared, "one", 1, 64);
        Tensor other = connected(builder, right, shared, "other", 1, 64);
        Tensor third = connected(builder, right, twin, "third", 1, 64);
        Tensor joined = builder.tensor("joined", TensorType.FLOAT32, 1, 192);
        builder.operator(BuiltinOperator.CONCATENATION)
                .inputs(one, other, third)
                .outputs(joined)
                .option("axis", 1)
                .append();
        Tensor score = connected(builder, joined, weights.clustered("score/weights", 8, 192), "score", 1, 8);
        Tensor bounded = builder.tensor("bounded", TensorType.FLOAT32, 1, 64);
        builder.operator(BuiltinOperator.TANH).inputs(one).outputs(bounded).append();
        return builder.output(score).output(bounded).build();
    }

    /**
     * A sequence [1, 8, 16] through a UNIDIRECTIONAL_SEQUENCE_LSTM of 32 units and a BATCH_MATMUL. It carries ranges of its
     * activations.
     */
    public static Model recurrent() throws LapidaryException {
        var builder = new ModelBuilder("recurrent");
        var weights = new Weights(builder, 3);
        Tensor sequence = builder.input("sequence", TensorType.FLOAT32, 1, 8, 16);
        Tensor states = builder.tensor("states", TensorType.FLOAT32, 1, 8, 32);
        var inputs = new ArrayList<Optional<Tensor>>();
        inputs.add(Optional.of(sequence));
        for (int gate = 0; gate < 4; gate++) {
            inputs.add(Optional.of(weights.normal("lstm/input/" + gate, 16, 32, 16)));
        }
        for (int gate = 0; gate < 4; gate++) {
            inputs.add(Optional.of(weights.normal("lstm/recurrent/" + gate, 32, 32, 32)));
        }
        for (int peephole = 0; peephole < 3; peephole++) {
            inputs.add(Optional.empty());
        }
        for (int gate = 0; gate < 4; gate++) {
            inputs.add(Optional.of(weights.normal("lstm/bias/" + gate, 9, 32)));
        }
        inputs.add(Optional.empty());
        inputs.add(Optional.empty());
        for (String state : List.of("lstm/output_state", "lstm/cell_state")) {
            Tensor variable = builder.tensor(state, TensorType.FLOAT32, 1, 32);
            builder.editor().tensor(variable).variable(true);
            inputs.add(Optional.of(variable));
        }
        builder.operator(BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM)
                .optionalInputs(inputs)
                .outputs(states)
                .option("fused_activation_function", "TANH")
                .append();
        Tensor result = builder.tensor("result", TensorType.FLOAT32, 1, 8, 16);
        builder.operator(BuiltinOperator.BATCH_MATMUL)
                .inputs(states, weights.normal("result/weights", 32, 32, 16))
                .outputs(result)
                .append();
        var annotations = Annotations.read(builder.build());
        var range = new Annotation.Range(new float[] {-1}, new float[] {1}, 0);
        annotations.update(states, known -> known.with(range));
        annotations.update(result, known -> known.with(range));
        annotations.write(builder.editor());
        return builder.output(result).signature("serving_default").build();
    }

    /** Signatures {@code encode} and {@code decode}, a subgraph each, whose weights share a buffer. */
    public static Model twoSignatures() {
        var builder = new ModelBuilder("two signatures");
        var weights = new Weights(builder, 4);
        Tensor word = builder.input("word", TensorType.FLOAT32, 1, 40);
        Tensor table = weights.normal("encode/weights", 40, 40, 40);
        Tensor code = connected(builder, word, table, "code", 1, 40);
        builder.output(code).signature("encode");

        var decode = builder.editor().addSubgraph("decode");
        Tensor given =
                decode.addTensor("given", TensorType.FLOAT32, Shape.of(1, 40)).tensor();
        Tensor again = decode.addTensor("decode/weights", TensorType.FLOAT32, Shape.of(40, 40))
                .data(table.buffer())
                .tensor();
        Tensor guess =
                decode.addTensor("guess", TensorType.FLOAT32, Shape.of(1, 40)).tensor();
        decode.inputs(List.of(given)).outputs(List.of(guess));
        decode.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(given, again)
                .outputs(guess)
                .append();
        builder.editor().addSignature("decode", decode.subgraph(), Map.of("given", given), Map.of("guess", guess));
        return builder.build();
    }

    private static Tensor connected(ModelBuilder builder, Tensor data, Tensor weights, String name, int... shape) {
        Tensor result = builder.tensor(name, TensorType.FLOAT32, shape);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(data, weights)
                .outputs(result)
                .append();
        return result;
    }
}
