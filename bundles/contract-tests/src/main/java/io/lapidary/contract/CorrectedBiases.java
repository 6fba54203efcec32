package io.lapidary.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.work.Finding;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;

/** For techniques that store weights: a correction of biases stays where weights get the bits that it was made for. */
public final class CorrectedBiases {
    private CorrectedBiases() {}

    /**
     * Asserts what becomes of a bias that an earlier step corrected. The layer's weights are named {@code weights}.
     *
     * @param technique that is applied
     * @param correctedFor bits of the weights that the correction was made for
     * @param given a parameter, as in {@code bits=4}
     * @param stays whether the correction is to stay; else it is taken back, and a finding says so
     * @param folder for files
     */
    public static void require(Technique technique, int correctedFor, String given, boolean stays, Path folder)
            throws Exception {
        Path file = folder.resolve("corrected.tflite");
        TfliteWriter.write(corrected(correctedFor), file);
        String[] setting = given.split("=");
        var parameters = Parameters.resolve(
                technique.descriptor().id(), technique.descriptor().parameters(), Map.of(setting[0], setting[1]));
        var input = new TechniqueInput(
                Map.of(ModelRole.SUBJECT, ModelFile.of(file)), Map.of(), parameters, Optional.empty());
        var result = technique.apply(input, TestContext.in(folder));
        Model made = TfliteReader.read(result.candidates().get(0).model());
        Tensor bias = made.main().tensor("bias").orElseThrow();
        assertThat(bias.data().asFloatBuffer().get(1)).isEqualTo(stays ? 1.25f : 1);
        assertThat(Annotations.read(made)
                        .of(bias)
                        .find(Annotation.BiasShift.class)
                        .isPresent())
                .isEqualTo(stays);
        assertThat(result.findings().stream().map(Finding::code).toList().contains("correction-taken-back"))
                .isEqualTo(!stays);
    }

    private static Model corrected(int bits) throws Exception {
        var builder = new ModelBuilder("corrected");
        float[] weights = new float[4 * 512];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 13 - 6;
        }
        Tensor x = builder.input("x", TensorType.FLOAT32, 1, 512);
        Tensor y = builder.tensor("y", TensorType.FLOAT32, 1, 4);
        Tensor bias = builder.constant("bias", Shape.of(4), 0, 1.25f, 2, 3);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(x, builder.constant("weights", Shape.of(4, 512), weights), bias)
                .outputs(y)
                .append();
        builder.output(y);
        Model model = builder.build();
        Annotations.read(model)
                .update(bias, known -> known.with(new Annotation.BiasShift(new float[] {0, 0.25f, 0, 0}, bits)))
                .write(builder.editor());
        return model;
    }
}
