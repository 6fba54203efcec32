package io.lapidary.evaluation.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.lapidary.api.backend.LatencyComparison;
import io.lapidary.api.evaluation.Explanation;
import io.lapidary.api.evaluation.ModelMeasurement;
import io.lapidary.api.evaluation.OperatorCount;
import io.lapidary.api.evaluation.OperatorExplanation;
import io.lapidary.api.metric.MetricDescriptor;
import io.lapidary.api.work.Finding;
import io.lapidary.evaluation.internal.facts.PackageSize;

/** What the numbers of an evaluation tell its reader. */
final class FindingRules {
    /** Above this the result is called slower, if the measurement tells it. */
    private static final double SLOWER = 1.1;

    /** Of shares. */
    private static final double NOTABLE_DROP = 0.01;

    /** Of the original's value, where that has a unit. */
    private static final double NOTABLE_SHARE = 0.05;

    private static final long FEW_SAMPLES = 100;

    private FindingRules() {}

    /** With a separator between thousands, as in all messages. */
    private static String count(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }

    static void size(PackageSize original, PackageSize result, Notes notes) {
        if (result.bytes() > original.bytes()) {
            notes.found(
                    Finding.warning(
                            "larger-than-original",
                            "",
                            "The package has " + count(result.bytes()) + " bytes, the original "
                                    + count(original.bytes())
                                    + ": the steps saved less than they and the packaging added; leave them out for this model."));
        } else if (result.zipped() > original.zipped()) {
            notes.found(Finding.note(
                    "zipped-larger-than-original",
                    "",
                    "Zipped, the package has " + count(result.zipped()) + " bytes and the original "
                            + count(original.zipped())
                            + ": the original's weights compress well as they are."));
        }
    }

    static void latency(
            LatencyComparison latency, List<OperatorCount> operators, Optional<Explanation> explanation, Notes notes) {
        if (!latency.exclusive()) {
            notes.found(Finding.note(
                    "cores-shared",
                    "",
                    "Latency was measured while other jobs may have computed on the same cores: take the ratio to the"
                            + " original, not the absolute figures."));
        }
        double ratio = latency.result().times(latency.original());
        if (ratio > SLOWER && latency.result().differsFrom(latency.original())) {
            String why = slowest(operators)
                    .map(o -> o.count() + " " + o.name() + " (" + o.types() + ") run on " + o.unit() + ". " + o.reason()
                            + remedy(o.types()))
                    .orElse("Choose another technique where latency matters.");
            notes.found(Finding.warning(
                    "slower-than-original",
                    "",
                    String.format(Locale.ROOT, "It takes %.2f times as long as the original. ", ratio)
                            + explanation.flatMap(FindingRules::dearest).orElse("")
                            + why));
        }
    }

    /** None for what computes in float32 already. */
    private static String remedy(String types) {
        if (types.startsWith("int16")) {
            return " If latency matters, quantize activations to int8, or leave them in float32.";
        }
        return types.equals("float32 x float32") ? "" : " If latency matters, keep their weights in float32.";
    }

    /** What takes most of the time, as a sentence. */
    private static Optional<String> dearest(Explanation explanation) {
        var shares = new TreeMap<String, Double>();
        for (OperatorExplanation row : explanation.operators()) {
            row.latencyShare()
                    .ifPresent(share -> shares.merge(
                            row.operator() + " (" + row.types() + ") on " + row.unit(), share, Double::sum));
        }
        return shares.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> String.format(
                        Locale.ROOT, "%s takes %.0f %% of the time. ", most.getKey(), 100 * most.getValue()));
    }

    private static Optional<OperatorCount> slowest(List<OperatorCount> operators) {
        return operators.stream()
                .filter(o -> !o.reason().isEmpty()
                        && !o.unit().isEmpty()
                        && o.types().contains(" x "))
                .max(Comparator.comparingInt(OperatorCount::count));
    }

    static void operators(List<OperatorCount> operators, Notes notes) {
        for (OperatorCount operator : operators) {
            if (operator.unit().isEmpty()) {
                notes.found(Finding.warning(
                        "operator-runs-nowhere",
                        operator.name(),
                        "Nothing on the target runs " + operator.name() + ": " + operator.reason()
                                + " Provide a kernel for it, or replace it in the model."));
            }
        }
    }

    static void quality(
            Optional<MetricDescriptor> primary,
            ModelMeasurement original,
            ModelMeasurement result,
            long samples,
            Notes notes) {
        primary.ifPresent(metric -> {
            Double before = original.metrics().get(metric.id());
            Double after = result.metrics().get(metric.id());
            double drop =
                    before == null || after == null ? 0 : metric.higherIsBetter() ? before - after : after - before;
            double notable = metric.unit().isEmpty() || before == null ? NOTABLE_DROP : NOTABLE_SHARE * before;
            if (drop > notable) {
                notes.found(Finding.warning(
                        "accuracy-fell",
                        metric.id(),
                        String.format(
                                Locale.ROOT,
                                "%s %s from %.4f to %.4f; use a milder technique, or leave the most sensitive operators as they are.",
                                metric.id(),
                                metric.higherIsBetter() ? "fell" : "rose",
                                before,
                                after)));
            }
        });
        if (primary.isPresent() && samples < FEW_SAMPLES) {
            notes.found(Finding.note(
                    "few-samples",
                    "",
                    "The quality rests on " + samples + " samples: a single one moves it by "
                            + String.format(Locale.ROOT, "%.2f", 100.0 / samples) + " points."));
        }
    }
}
