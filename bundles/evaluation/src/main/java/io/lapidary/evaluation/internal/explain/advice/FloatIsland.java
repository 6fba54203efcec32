package io.lapidary.evaluation.internal.explain.advice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.evaluation.Advice;
import io.lapidary.evaluation.internal.explain.match.ExplainedModel;
import io.lapidary.evaluation.internal.explain.match.Rewrites;
import io.lapidary.evaluation.internal.explain.measure.Splice;
import io.lapidary.model.Operator;

/**
 * Operators that are computed as the original computes them, in float32.
 *
 * @param rewrites of activations of the original
 */
record FloatIsland(ExplainedModel models, Set<Operator> operators, Rewrites rewrites) implements Change {
    /** Other operators of the same model, likewise. */
    FloatIsland with(Set<Operator> others) {
        return new FloatIsland(models, others, rewrites);
    }

    @Override
    public String kind() {
        return Advice.FLOAT;
    }

    @Override
    public List<String> names() {
        return operators.stream().map(ExplainedModel::name).toList();
    }

    @Override
    public String what() {
        return "Leave " + operators.stream().map(Change::name).collect(Collectors.joining(" and ")) + " in float32";
    }

    @Override
    public Wish wish() {
        return Wish.parameter("exclude", Names.patterns(operators, models.original()), "|");
    }

    @Override
    public void write(Path file) throws IOException, LapidaryException {
        Splice.write(models, operators, rewrites, file);
    }
}
