package io.lapidary.evaluation.internal.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.lapidary.api.evaluation.Advice;
import io.lapidary.api.evaluation.Explanation;
import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.api.model.TensorNames;
import io.lapidary.api.work.Finding;

/** What of an explanation the reader must not miss. */
final class ExplanationFindings {
    private static final double MOST_OUTSIDE = 0.01;
    private static final int MOST_NAMED = 8;

    private ExplanationFindings() {}

    static List<Finding> of(Explanation explanation) {
        var findings = new ArrayList<Finding>();
        coverage(explanation, findings);
        for (OperatorExplanation row : explanation.operators()) {
            if (row.zeroChannels() > 0) {
                findings.add(Finding.warning(
                        "zero-channels",
                        row.name(),
                        row.zeroChannels() + " of " + row.weightChannels() + " channels of the weights of "
                                + row.operator() + " '" + TensorNames.brief(row.name())
                                + "' became all zero: one scale for all channels is too coarse for them; quantize by channel,"
                                + " or leave it in float32."));
            }
        }
        for (Advice advice : explanation.advice()) {
            findings.add(Finding.note("advice", advice.operators().get(0), advice.text() + "."));
        }
        return findings;
    }

    private static void coverage(Explanation explanation, List<Finding> findings) {
        List<OperatorExplanation> over = explanation.operators().stream()
                .filter(row -> row.outsideShare().orElse(0) > MOST_OUTSIDE)
                .sorted(Comparator.comparingDouble(
                                (OperatorExplanation row) -> row.outsideShare().orElse(0))
                        .reversed())
                .toList();
        over.stream().limit(MOST_NAMED).forEach(row -> findings.add(coverage(row, explanation.source())));
        if (over.size() > MOST_NAMED) {
            findings.add(Finding.warning(
                    "coverage",
                    "",
                    (over.size() - MOST_NAMED)
                            + " more tensors have more than 1 % of their activations outside the chosen range;"
                            + " the table of the explanation names them."));
        }
    }

    private static Finding coverage(OperatorExplanation row, String source) {
        return Finding.warning(
                "coverage",
                row.name(),
                String.format(
                        Locale.ROOT,
                        "%.2f %% of the %s activations of '%s' are outside its chosen range %s, of %s seen: calibrate with"
                                + " samples that are more like these, or by a method that cuts off less.",
                        100 * row.outsideShare().orElse(0),
                        source,
                        TensorNames.brief(row.name()),
                        words(row.chosen().orElseThrow()),
                        words(row.seen().orElseThrow())));
    }

    private static String words(ValueInterval interval) {
        return String.format(Locale.ROOT, "%.4g to %.4g", interval.min(), interval.max());
    }
}
