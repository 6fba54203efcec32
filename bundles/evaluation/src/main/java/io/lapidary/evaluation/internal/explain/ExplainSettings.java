package io.lapidary.evaluation.internal.explain;

import java.time.Duration;

/**
 * What an explanation may cost.
 *
 * @param budget wall time, about: what is begun is ended; zero turns explanations off
 * @param samples that statistics of tensors rest on, at most
 * @param trials changes that are tried, at most; 0 for no advice
 */
public record ExplainSettings(Duration budget, int samples, int trials) {
    public static final ExplainSettings DEFAULT = new ExplainSettings(Duration.ofSeconds(20), 100, 12);

    public ExplainSettings {
        if (budget.isNegative() || samples < 1 || trials < 0) {
            throw new IllegalArgumentException(
                    "an explanation of " + budget + ", " + samples + " samples, " + trials + " trials");
        }
    }
}
