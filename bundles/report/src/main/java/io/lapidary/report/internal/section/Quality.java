package io.lapidary.report.internal.section;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.metric.MetricDescriptor;
import io.lapidary.api.report.ReportRequest;
import io.lapidary.api.report.ReportRequest.Variant;
import io.lapidary.report.internal.format.MetricText;

/**
 * The one metric by which the variants of a page are compared: the task's own, else agreement with the original.
 *
 * @param metric its id
 */
record Quality(String metric) {
    static Optional<Quality> of(ReportRequest request) {
        List<Evaluation> all =
                request.variants().stream().map(Variant::evaluation).toList();
        Optional<String> primary = all.stream()
                .flatMap(e -> e.primaryMetric().stream())
                .map(MetricDescriptor::id)
                .filter(id -> all.stream().anyMatch(e -> e.result().metrics().containsKey(id)))
                .findFirst();
        if (primary.isPresent()) {
            return primary.map(Quality::new);
        }
        boolean agreement = all.stream().anyMatch(e -> e.result().metrics().containsKey(MetricText.AGREEMENT));
        return agreement ? Optional.of(new Quality(MetricText.AGREEMENT)) : Optional.empty();
    }

    String name() {
        return MetricText.name(metric);
    }

    /** The name within a sentence. */
    String nameWithin() {
        return name().equals(metric) ? metric : name().substring(0, 1).toLowerCase(Locale.ROOT) + name().substring(1);
    }

    /** Of the original; it agrees with itself always. */
    OptionalDouble ofOriginal(Evaluation evaluation) {
        if (metric.equals(MetricText.AGREEMENT)) {
            return OptionalDouble.of(1);
        }
        return value(evaluation.original().metrics());
    }

    OptionalDouble ofResult(Evaluation evaluation) {
        return value(evaluation.result().metrics());
    }

    String text(double value) {
        return MetricText.value(metric, value);
    }

    /** The largest value that it can have. */
    double limit() {
        return MetricText.isShare(metric) ? 1 : Double.POSITIVE_INFINITY;
    }

    private OptionalDouble value(Map<String, Double> metrics) {
        Double value = metrics.get(metric);
        return value == null || !Double.isFinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
