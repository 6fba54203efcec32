package io.lapidary.evaluation.internal.explain.advice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.work.WorkContext;
import io.lapidary.evaluation.internal.sample.Folders;
import io.lapidary.model.Operator;
import io.lapidary.quantization.integer.IntegerQuantization;
import io.lapidary.quantization.integer.scheme.IntegerScheme;
import io.lapidary.quantization.integer.settings.IntegerSettings;

/**
 * Operators that are computed with int16 activations and int8 weights, between conversions. Those of them that have no kernel for
 * that are computed in float32.
 *
 * @param island the same operators in float32
 * @param samples that ranges are taken from
 * @param folder for files that are removed after
 */
record Int16Island(FloatIsland island, SampleSet samples, Path folder, WorkContext context) implements Change {
    private static final IntegerScheme SCHEME = IntegerScheme.INT16X8;
    /** The rest of the model is as it is to be. */
    private static final Map<String, String> LEFT_ALONE = Map.of(
            "bias_correction", "false",
            "balance_channels", "false",
            "global_pooling", "keep",
            "input_type", "float32",
            "output_type", "float32");

    /** Whether one of the operators has a kernel for it. */
    static boolean hasKernel(Set<Operator> operators) {
        var kernels = new IntegerQuantization(SCHEME).operators();
        return operators.stream().anyMatch(operator -> kernels.contains(operator.type()));
    }

    @Override
    public String kind() {
        return Advice.INT16;
    }

    @Override
    public List<String> names() {
        return island.names();
    }

    @Override
    public String what() {
        return "Compute " + island.operators().stream().map(Change::name).collect(Collectors.joining(" and "))
                + " with int16 activations";
    }

    @Override
    public Wish wish() {
        return Wish.parameter(
                "int16x8", Names.patterns(island.operators(), island.models().original()), "|");
    }

    @Override
    public void write(Path file) throws IOException, LapidaryException, InterruptedException {
        var inner = new TrialContext(context, Folders.fresh(folder, "int16x8"));
        Path floats = folder.resolve("island.tflite");
        island.write(floats);
        var input = new TechniqueInput(
                Map.of(ModelRole.SUBJECT, ModelFile.of(floats)),
                Map.of(DataRole.REPRESENTATIVE, samples),
                Parameters.resolve(SCHEME.id(), List.of(IntegerSettings.parameters(SCHEME)), LEFT_ALONE),
                Optional.empty());
        Path made = new IntegerQuantization(SCHEME)
                .apply(input, inner)
                .candidates()
                .get(0)
                .model();
        Files.delete(floats);
        Files.move(made, file);
    }
}
