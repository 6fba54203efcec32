package io.lapidary.evaluation.internal.explain.measure;

import java.nio.file.Path;
import java.util.List;

import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.model.ModelFile;
import io.lapidary.evaluation.internal.sample.SampleRun;

/**
 * What is to be explained.
 *
 * @param original the model that the request came with
 * @param packaged what the package holds
 * @param run both over the samples
 * @param source whose samples: {@code test} or {@code representative}
 * @param placements where the packaged model's operators run
 * @param atHand whether that hardware is this machine's, so that its time can be divided
 * @param target a short name of it, for file names
 * @param judge of a changed model's outputs
 * @param folder for files that are removed after
 */
public record Subject(
        ModelFile original,
        ModelFile packaged,
        SampleRun run,
        String source,
        List<OperatorPlacement> placements,
        boolean atHand,
        String target,
        Judge judge,
        Path folder) {
    public Subject {
        placements = List.copyOf(placements);
    }
}
