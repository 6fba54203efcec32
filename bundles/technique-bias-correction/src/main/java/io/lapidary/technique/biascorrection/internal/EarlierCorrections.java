package io.lapidary.technique.biascorrection.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.CorrectedBias;

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
                Optional<CorrectedBias> corrected = CorrectedBias.of(bias, annotations);
                if (corrected.isPresent()) {
                    corrected.get().takeBack(annotations, editor);
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
}
