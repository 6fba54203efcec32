package io.lapidary.technique.mixedprecision.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.Kernels;
import io.lapidary.contract.RandomSamples;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;

/**
 * A classifier in which one hidden channel is 200 times as large as the others, and is read with weights as many times smaller:
 * in int8 the others are lost, and with them most decisions.
 */
class AccuracyLimitTest {
    private static final int SAMPLES = 120;
    private static final int WIDTH = 48;
    private static final int CLASSES = 10;
    private static final float UNEVEN = 200;

    @TempDir
    private Path folder;

    private final Random random = new Random(9);
    private Bench bench;

    @BeforeEach
    void prepare() throws Exception {
        var builder = new ModelBuilder("uneven");
        Tensor data = builder.input("data", TensorType.FLOAT32, 1, WIDTH);
        Tensor first = connected(builder, "first", data, WIDTH, 1, 1);
        Tensor wide = connected(builder, "wide", first, WIDTH, 1, UNEVEN);
        Model model = builder.output(connected(builder, "classes", wide, CLASSES, 1 / UNEVEN, 1))
                .build();
        Path file = folder.resolve("uneven.tflite");
        TfliteWriter.write(model, file);
        bench = new Bench(
                file, new RandomSamples(3, SAMPLES, folder).of(model.main().inputs()), folder);
    }

    /** @param read factor of the weights that read channel 0; @param made of those that make it */
    private Tensor connected(ModelBuilder builder, String name, Tensor data, int outputs, float read, float made) {
        int inputs = data.shape().last();
        float[] weights = new float[outputs * inputs];
        for (int i = 0; i < weights.length; i++) {
            float weight = (float) (random.nextGaussian() * Math.sqrt(2.0 / inputs));
            weights[i] = weight * (i % inputs == 0 ? read : 1) * (i < inputs ? made : 1);
        }
        Tensor result = builder.tensor(name, TensorType.FLOAT32, 1, outputs);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(
                        data,
                        builder.constant(name + "/weights", Shape.of(outputs, inputs), weights),
                        builder.constant(name + "/bias", Shape.of(outputs), new float[outputs]))
                .outputs(result)
                .append();
        return result;
    }

    /** Balancing channels would undo what the model is made for. */
    private Bench.Applied apply(Map<String, String> given) throws Exception {
        var all = new java.util.HashMap<>(given);
        all.put("balance_channels", "false");
        return bench.apply(all);
    }

    @Test
    void noMoreDecisionsChangeThanTheLimitAllows() throws Exception {
        var all = apply(Map.of("precisions", "int8", "max_bytes", "999999"));
        assertThat(changed(all.file())).isGreaterThan(0.1);
        var found = apply(Map.of("max_accuracy_drop", "0.02", "precisions", "int8+float32", "objective", "bytes"));
        assertThat(changed(found.file())).isLessThanOrEqualTo(0.02);
        assertThat(found.measure("accuracy_drop")).isCloseTo(changed(found.file()), within(1e-9));
        assertThat(found.measure("int8_operators")).as(found.plan()).isPositive();
        assertThat(found.bytes()).isLessThan(Files.size(bench.subject()));
        var again = apply(Map.of("plan", found.plan()));
        assertThat(Files.readAllBytes(again.file())).isEqualTo(Files.readAllBytes(found.file()));
    }

    @Test
    void aLimitThatNoModelMeetsIsNamed() {
        assertThatThrownBy(() -> apply(Map.of("max_accuracy_drop", "0.02", "precisions", "int8")))
                .isInstanceOfSatisfying(LapidaryException.class, e -> {
                    assertThat(e.code()).isEqualTo(Explanation.UNREACHABLE);
                    assertThat(e).hasMessageContaining("max_accuracy_drop=0.02");
                });
    }

    /** Share of the samples that are decided otherwise than by the model as it came. */
    private double changed(Path file) throws Exception {
        FloatBuffer before = bench.run(bench.subject(), Kernels.DEFAULT);
        FloatBuffer after = bench.run(file, Kernels.DEFAULT);
        int changed = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            changed += largest(before, sample) == largest(after, sample) ? 0 : 1;
        }
        return (double) changed / SAMPLES;
    }

    private static int largest(FloatBuffer values, int sample) {
        int largest = 0;
        for (int i = 1; i < CLASSES; i++) {
            if (values.get(sample * CLASSES + i) > values.get(sample * CLASSES + largest)) {
                largest = i;
            }
        }
        return largest;
    }
}
