package io.lapidary.evaluation.internal.explain.advice;

import java.io.IOException;
import java.nio.file.Path;

import io.lapidary.api.LapidaryException;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Subgraph;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;

/** The packaged model anew, in a file of its own, with a change. */
final class PackagedCopy {
    private PackagedCopy() {}

    /** What is changed; operators of the graph have the places that those of the explained model have. */
    interface Rewrite {
        void apply(ModelEditor editor, Subgraph graph);
    }

    static void write(ExplainedModel models, Path file, Rewrite rewrite) throws IOException, LapidaryException {
        Model model = TfliteReader.read(models.packagedFile().path());
        ModelEditor editor = ModelEditor.of(model);
        rewrite.apply(editor, model.subgraphs().get(models.packaged().index()));
        editor.compact();
        TfliteWriter.write(model, file);
    }
}
