package io.lapidary.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.api.technique.TechniqueResult;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteReader;

/**
 * One application of a technique.
 *
 * @param input what it was given
 * @param context what it used
 * @param result what it gave
 */
record TechniqueRun(TechniqueInput input, TestContext context, TechniqueResult result) {
    /** The first candidate's model. */
    Model after() throws IOException, LapidaryException {
        return TfliteReader.read(result.candidates().get(0).model());
    }

    /** Every file of the result: candidates, then attachments. */
    List<Path> files() {
        var files = new ArrayList<Path>();
        result.candidates().forEach(candidate -> files.add(candidate.model()));
        result.attachments().forEach(attachment -> files.add(attachment.file()));
        return files;
    }

    /** What must be equal for equal input. */
    List<Digest> digests() throws IOException {
        var digests = new ArrayList<Digest>();
        for (Path file : files()) {
            digests.add(Digest.of(file));
        }
        return digests;
    }
}
