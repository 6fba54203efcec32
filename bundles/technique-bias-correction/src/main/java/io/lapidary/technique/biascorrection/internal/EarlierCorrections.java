package io.lapidary.technique.biascorrection.internal;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.BufferContent;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.annotation.Annotation;
import io.lapidary.model.annotation.Annotations;

/**
 * What earlier runs of the technique added to biases. The means that are to be kept are those of the model before any of it: with
 * exact weights, a corrected layer is off by its correction.
 */
final class EarlierCorrections {
    private EarlierCorrections() {}

    /**
     * @param file for the model without earlier corrections
     * @return that file, or the subject if there are none
     */
    static Path takenBack(Path subject, Path file) throws IOException, LapidaryException {
        Model model = TfliteReader.read(subject);
        ModelEditor editor = ModelEditor.of(model);
        Annotations annotations = Annotations.read(model);
        boolean any = false;
        for (Subgraph graph : model.subgraphs()) {
            for (Tensor bias : graph.tensors()) {
                Optional<float[]> added = added(bias, annotations);
                if (added.isPresent()) {
                    editor.tensor(bias).data(BufferContent.ofFloats(without(bias, added.get())));
                    annotations.update(bias, known -> known.without(Annotation.BiasShift.class));
                    any = true;
                }
            }
        }
        if (!any) {
            return subject;
        }
        annotations.write(editor);
        TfliteWriter.write(model, file);
        return file;
    }

    private static Optional<float[]> added(Tensor bias, Annotations annotations) {
        return annotations
                .of(bias)
                .find(Annotation.BiasShift.class)
                .map(Annotation.BiasShift::added)
                .filter(added -> bias.isConstant()
                        && bias.type() == TensorType.FLOAT32
                        && bias.shape().elements() == added.length);
    }

    private static float[] without(Tensor bias, float[] added) {
        FloatBuffer values = bias.data().asFloatBuffer();
        float[] before = new float[added.length];
        for (int c = 0; c < before.length; c++) {
            before[c] = values.get(c) - added[c];
        }
        return before;
    }
}
