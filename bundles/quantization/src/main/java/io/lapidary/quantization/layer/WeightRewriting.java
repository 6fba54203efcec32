package io.lapidary.quantization.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;
import io.lapidary.api.work.WriteFailures;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.quantization.WeightJobs;

/**
 * A run of a technique that stores weights in another way, from the file that it is given to the one that it makes. Corrections by
 * earlier steps that do not fit the new weights are taken back.
 */
@FunctionalInterface
public interface WeightRewriting {
    /**
     * @param measures of the step, by name
     * @param findings about single operators
     */
    record Rewritten(Map<String, Double> measures, List<Finding> findings) {}

    /**
     * Stores the weights anew.
     *
     * @param annotations of the model as it was given
     * @param editor changes the model that is written then
     */
    Rewritten rewrite(Model model, Annotations annotations, ModelEditor editor, WeightJobs jobs)
            throws LapidaryException, InterruptedException;

    /**
     * @param technique its id, which the file is named after
     * @throws LapidaryException if the model cannot be read, its weights cannot be stored so, or the file cannot be written
     */
    default TechniqueResult run(String technique, TechniqueInput input, WorkContext context)
            throws LapidaryException, InterruptedException {
        Path output = context.workFolder().resolve(technique + ".tflite");
        try {
            Model model = TfliteReader.read(input.subject().path());
            Annotations annotations = Annotations.read(model);
            var corrections = new EarlierCorrections(model, annotations);
            ModelEditor editor = ModelEditor.of(model);
            var jobs = new WeightJobs(context);
            Rewritten rewritten = rewrite(model, annotations, editor, jobs);
            var findings = new ArrayList<>(rewritten.findings());
            findings.addAll(corrections.takeUnfitBack(editor));
            jobs.write(model, output);
            return TechniqueResult.of(output, rewritten.measures(), findings);
        } catch (IOException e) {
            throw WriteFailures.of(output, e);
        }
    }
}
