package io.lapidary.evaluation.internal.explain.advice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.model.TensorNames;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.model.Operator;

/** A change of the packaged model that may help. */
sealed interface Change permits ByChannel, Equalized, FloatIsland, Int16Island, OtherRanges {
    /** One of the kinds of {@link io.lapidary.api.evaluation.Advice}. */
    String kind();

    /** What is changed, by the names of the table's rows. */
    List<String> names();

    /** What to do, as the beginning of a sentence. */
    String what();

    /** What asks for it. */
    Wish wish();

    /** @param file a new one, for the changed model */
    void write(Path file) throws IOException, LapidaryException, InterruptedException;

    /** An operator, for people. */
    static String name(Operator operator) {
        return operator.type() + " '" + TensorNames.brief(ExplainedModel.name(operator)) + "'";
    }
}
