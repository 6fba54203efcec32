package io.lapidary.evaluation.internal.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.model.Operator;

/** A change of the packaged model that may help. */
sealed interface Change permits ByChannel, FloatIsland, WiderRange {
    /** One of the kinds of {@link io.lapidary.api.evaluation.Advice}. */
    String kind();

    /** Of the packaged graph, what is changed. */
    Set<Operator> operators();

    /** What to do, as the beginning of a sentence. */
    String what();

    /** What asks for it. */
    Wish wish();

    /** @param file a new one, for the changed model */
    void write(Path file) throws IOException, LapidaryException, InterruptedException;

    /** An operator, for people. */
    static String name(Operator operator) {
        return operator.type() + " '" + Names.brief(ExplainedModel.name(operator)) + "'";
    }
}
