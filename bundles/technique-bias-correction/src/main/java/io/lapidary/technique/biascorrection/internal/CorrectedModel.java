package io.lapidary.technique.biascorrection.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.BufferContent;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.GraphEditor;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Shape;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.layer.LinearLayer;
import io.lapidary.quantization.layer.PatchGathering;

/** The model with corrections made, from its file anew each time. */
final class CorrectedModel {
    /** From this version on TRANSPOSE_CONV takes a bias. */
    private static final int TRANSPOSE_CONV_BIAS = 3;

    private final Model model;
    private final ModelEditor editor;
    private final List<Correction> corrections;

    private CorrectedModel(Model model, List<Correction> corrections) throws LapidaryException {
        this.model = model;
        this.editor = ModelEditor.of(model);
        this.corrections = corrections;
    }

    /** The model with biases corrected, and what was added noted for weights of so many bits. */
    static Model annotated(Path subject, List<Correction> corrections, int bits) throws IOException, LapidaryException {
        var corrected = new CorrectedModel(TfliteReader.read(subject), corrections);
        Annotations annotations = Annotations.read(corrected.model);
        for (Correction correction : corrections) {
            Tensor bias = corrected.putBias(correction);
            annotations.update(bias, known -> known.with(new Annotation.BiasShift(correction.shift(), bits)));
        }
        annotations.write(corrected.editor);
        return corrected.model;
    }

    /** The model with biases corrected and weights that are rounded, though float32. */
    static Model rounded(Path subject, List<Correction> corrections) throws IOException, LapidaryException {
        return rounded(subject, corrections, corrections);
    }

    /** The model with weights rounded as for all corrections, and some of them made. */
    static Model rounded(Path subject, List<Correction> corrections, List<Correction> made)
            throws IOException, LapidaryException {
        var corrected = new CorrectedModel(TfliteReader.read(subject), corrections);
        made.forEach(corrected::putBias);
        return corrected.round();
    }

    private Model round() {
        for (Correction correction : corrections) {
            LinearLayer layer = correction.layer();
            long bytes = Float.BYTES * layer.weights().shape().elements();
            Tensor weights = operator(layer).input(1).orElseThrow();
            editor.tensor(weights)
                    .data(BufferContent.computed(
                            bytes, out -> correction.quantized().write(out)));
        }
        return model;
    }

    private Operator operator(LinearLayer layer) {
        return PatchGathering.sampled(model).operator(layer.operator().index());
    }

    /** The operator's own bias with the correction; a new one where it has none, or shares it. */
    private Tensor putBias(Correction correction) {
        Operator operator = operator(correction.layer());
        int input = correction.layer().biasInput();
        BufferContent content = BufferContent.ofFloats(correction.corrected());
        var present = operator.input(input);
        if (present.isPresent() && isOwn(present.get())) {
            return editor.tensor(present.get()).data(content).tensor();
        }
        GraphEditor graph = editor.graph(operator.subgraph());
        Tensor bias = graph.addTensor(
                        graph.uniqueName(operator.output().name() + "/corrected_bias"),
                        TensorType.FLOAT32,
                        Shape.of(correction.layer().rows().outputs()))
                .data(content)
                .tensor();
        var edit = editor.operator(operator).input(input, bias);
        if (operator.type() == BuiltinOperator.TRANSPOSE_CONV) {
            edit.requireVersion(TRANSPOSE_CONV_BIAS);
        }
        return bias;
    }

    private static boolean isOwn(Tensor bias) {
        return bias.consumers().size() == 1
                && !bias.isOutput()
                && !bias.name().isEmpty()
                && bias.consumers().get(0).inputs().stream()
                                .filter(other -> other == bias)
                                .count()
                        == 1;
    }
}
