package io.lapidary.evaluation.internal.metric.transcription;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.LongStream;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.Vocabulary;
import io.lapidary.api.metric.MetricSubject;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.evaluation.internal.metric.MetricErrors;
import io.lapidary.evaluation.internal.sample.Elements;

/**
 * The tokens that a model's one output stands for: integers [T] as they are, or of scores [T, C] the best of each step, repetitions
 * and blanks left out (greedy decoding of connectionist temporal classification; Graves et al., 2006). The blank is what the
 * vocabulary calls so, else the last of the C, as TensorFlow has it.
 */
final class OutputTokens {
    private final Elements elements;
    private final int steps;
    private final int classes;
    private final int blank;

    private OutputTokens(Elements elements, int steps, int classes, int blank) {
        this.elements = elements;
        this.steps = steps;
        this.classes = classes;
        this.blank = blank;
    }

    /** @throws LapidaryException of code data-mismatch if the output is another, or does not go with the vocabulary */
    static OutputTokens of(String metric, MetricSubject subject) throws LapidaryException {
        String remedy = "It needs one output of token indices [T], or of scores [T, C].";
        TensorSpec output = subject.outputs().get(0);
        int rank = output.shape().size();
        if (subject.outputs().size() != 1
                || !output.isStatic()
                || rank != (output.type().isFloat() ? 2 : 1)) {
            throw MetricErrors.mismatch(
                    metric,
                    "outputs are " + subject.outputs()
                            + " (of one sample), not one of token indices [T], nor of scores [T, C]",
                    remedy);
        }
        int steps = output.shape().get(0);
        if (rank == 1) {
            return new OutputTokens(Elements.of(output.type()), steps, 1, -1);
        }
        int classes = output.shape().get(1);
        Optional<Integer> named = subject.vocabulary().flatMap(Vocabulary::blank);
        int pieces = subject.vocabulary().map(v -> v.pieces().size()).orElse(classes - 1);
        if (pieces != classes && (pieces != classes - 1 || named.isPresent()) || pieces == classes && named.isEmpty()) {
            throw MetricErrors.mismatch(
                    metric,
                    "the output has " + classes + " classes, the vocabulary " + pieces + " pieces and "
                            + (named.isPresent() ? "a blank among them" : "no blank among them"),
                    "Name the blank <blank> in the tokens' file, or leave out of it the last class if that is the blank.");
        }
        return new OutputTokens(Elements.of(output.type()), steps, classes, named.orElse(classes - 1));
    }

    LongStream of(ByteBuffer output) {
        if (classes == 1 && blank < 0) {
            return LongStream.range(0, steps).map(t -> (long) elements.get(output, (int) t));
        }
        var tokens = LongStream.builder();
        int last = blank;
        for (int t = 0; t < steps; t++) {
            int best = best(output, t);
            if (best != last && best != blank) {
                tokens.add(best);
            }
            last = best;
        }
        return tokens.build();
    }

    private int best(ByteBuffer output, int step) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (elements.get(output, step * classes + c) > elements.get(output, step * classes + best)) {
                best = c;
            }
        }
        return best;
    }
}
