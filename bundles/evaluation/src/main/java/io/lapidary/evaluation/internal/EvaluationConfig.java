package io.lapidary.evaluation.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What evaluations may cost; an operator sets it in {@code io.lapidary.evaluation.cfg}. */
@ObjectClassDefinition(
        name = "Lapidary evaluation",
        description = "What the explanation of a quantized package may cost.")
public @interface EvaluationConfig {
    @AttributeDefinition(
            name = "Explanation, seconds",
            description = "Wall time for the table by operator and its advice, about; 0 turns explanations off.",
            min = "0")
    int explain_seconds() default 20;

    @AttributeDefinition(
            name = "Explanation, samples",
            description = "Samples that the table rests on, at most, evenly spread over the data.",
            min = "1")
    int explain_samples() default 100;

    @AttributeDefinition(
            name = "Explanation, trials",
            description = "Changes that are tried for advice, at most; 0 for none.",
            min = "0")
    int explain_trials() default 12;
}
