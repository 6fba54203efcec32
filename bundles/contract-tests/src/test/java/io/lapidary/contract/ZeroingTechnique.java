package io.lapidary.contract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.Trait;
import io.lapidary.api.parameter.Parameter;
import io.lapidary.api.technique.Change;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueDescriptor;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.Lane;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.BufferContent;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;

/** A sound little technique: zeroes small weights. Broken ones override one of its steps. */
class ZeroingTechnique implements Technique {
    static final Parameter<Double> THRESHOLD = Parameter.number("threshold", 0, 1, "Smaller magnitudes become zero.")
            .defaultsTo(0.05);
    static final Parameter<String> LAYERS =
            Parameter.text("layers", "Which layers: 'all'.").defaultsTo("all");

    @Override
    public TechniqueDescriptor descriptor() {
        return TechniqueDescriptor.of("zeroing", "1.0.0", "Zeroes small weights.", Lane.LIGHT)
                .withParameters(THRESHOLD, LAYERS)
                .withTraits(
                        Set.of(Trait.FLOAT_WEIGHTS),
                        Set.of(),
                        Set.of(
                                Trait.FLOAT_WEIGHTS,
                                Trait.FLOAT_ACTIVATIONS,
                                Trait.SPARSE,
                                Trait.CLUSTERED,
                                Trait.CALIBRATED),
                        Set.of())
                .withChanges(Change.WEIGHTS);
    }

    @Override
    public TechniqueResult apply(TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        requireLayers(input);
        try {
            Model model = read(input);
            ModelEditor editor = ModelEditor.of(model);
            begin(context);
            List<Tensor> tensors = model.subgraphs().stream()
                    .map(Subgraph::tensors)
                    .flatMap(List::stream)
                    .toList();
            for (int i = 0; i < tensors.size(); i++) {
                check(context);
                zero(editor, tensors.get(i), input.parameters().get(THRESHOLD));
                report(context, (i + 1.0) / tensors.size());
            }
            finish(editor, context);
            Path file = context.workFolder().resolve("zeroed.tflite");
            TfliteWriter.write(model, file);
            return TechniqueResult.of(file, measures(), List.<Finding>of());
        } catch (IOException e) {
            throw new LapidaryException(ErrorCodes.DISK_FULL, "Cannot write: " + e + ".", "Make room.", e);
        }
    }

    void requireLayers(TechniqueInput input) throws LapidaryException, InterruptedException {
        String layers = input.parameters().get(LAYERS);
        if (!layers.equals("all")) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_PARAMETER, "There are no layers '" + layers + "'.", "Say layers=all.");
        }
    }

    Model read(TechniqueInput input) throws IOException, LapidaryException {
        return TfliteReader.read(input.subject().path());
    }

    void begin(WorkContext context) throws LapidaryException, InterruptedException {}

    void check(WorkContext context) throws LapidaryException, InterruptedException {
        context.checkCancelled();
    }

    void report(WorkContext context, double fraction) {
        context.progress(fraction, "zeroing");
    }

    void zero(ModelEditor editor, Tensor tensor, double threshold) {
        if (!tensor.isConstant() || tensor.type() != TensorType.FLOAT32) {
            return;
        }
        var source = tensor.data().asFloatBuffer();
        var zeroed = ByteBuffer.allocate(4 * source.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        while (source.hasRemaining()) {
            float weight = source.get();
            zeroed.putFloat(Math.abs(weight) < threshold ? 0 : weight);
        }
        editor.replaceBuffer(tensor.buffer(), BufferContent.of(zeroed.flip()));
    }

    void finish(ModelEditor editor, WorkContext context) throws IOException, LapidaryException, InterruptedException {}

    java.util.Map<String, Double> measures() {
        return java.util.Map.of();
    }
}
