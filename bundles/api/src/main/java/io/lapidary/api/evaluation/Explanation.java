package io.lapidary.api.evaluation;

import java.util.List;
import java.util.Objects;

/**
 * What quantization did to a model, operator by operator.
 *
 * @param operators the worst first
 * @param operatorCount how many were looked at; {@link #operators} may hold only the worst of them
 * @param advice what helps, the first what is worth the most for the time it costs; empty where nothing that was tried does
 * @param trials how many changes were tried
 * @param samples how many samples the numbers rest on
 * @param source whose samples: {@code test} or {@code representative}
 * @param seconds the explanation took
 * @param leftOut what was not looked at, and why, each a sentence
 */
public record Explanation(
        List<OperatorExplanation> operators,
        int operatorCount,
        List<Advice> advice,
        int trials,
        long samples,
        String source,
        double seconds,
        List<String> leftOut) {
    public Explanation {
        operators = List.copyOf(operators);
        advice = List.copyOf(advice);
        Objects.requireNonNull(source, "source");
        leftOut = List.copyOf(leftOut);
    }
}
