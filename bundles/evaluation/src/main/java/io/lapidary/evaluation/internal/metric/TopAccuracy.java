package io.lapidary.evaluation.internal.metric;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.metric.Metric;
import io.lapidary.api.metric.MetricAccumulator;
import io.lapidary.api.metric.MetricDescriptor;
import io.lapidary.api.metric.ScoredSample;
import io.lapidary.api.tensor.TensorSpec;
import io.lapidary.evaluation.internal.sample.Elements;

/** The share of samples whose label is among the k classes with the highest scores; of equal scores the lower class comes first. */
public final class TopAccuracy implements Metric {
    private final int k;
    private final MetricDescriptor descriptor;

    private TopAccuracy(int k, boolean primary, String description) {
        this.k = k;
        this.descriptor =
                new MetricDescriptor("top" + k, Set.of("classification"), primary, true, true, false, "", description);
    }

    /** What {@code max_accuracy_drop} means for classification. */
    public static Metric top1() {
        return new TopAccuracy(1, true, "Share of samples whose label has the highest score.");
    }

    public static Metric top5() {
        return new TopAccuracy(5, false, "Share of samples whose label is among the five highest scores.");
    }

    /** The service top1. */
    @Component(service = Metric.class)
    public static final class Top1Service extends DelegatingMetric {
        public Top1Service() {
            super(top1());
        }
    }

    /** The service top5. */
    @Component(service = Metric.class)
    public static final class Top5Service extends DelegatingMetric {
        public Top5Service() {
            super(top5());
        }
    }

    @Override
    public MetricDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public MetricAccumulator start(List<TensorSpec> outputs, Optional<TensorSpec> targets) throws LapidaryException {
        Scores scores = Scores.of(descriptor.id(), outputs);
        if (scores.classes() <= k) {
            throw mismatch("the model has only " + scores.classes() + " classes, so that it would always be 1");
        }
        TensorSpec target = targets.orElseThrow(() -> mismatch("the data has no labels"));
        if (target.type().isFloat() || target.elements() != 1 || !target.isStatic()) {
            throw mismatch("the labels '" + target + "' (of one sample) are not one integer");
        }
        return new Accumulator(scores, Elements.of(target.type()));
    }

    private LapidaryException mismatch(String what) {
        return new LapidaryException(
                ErrorCodes.DATA_MISMATCH,
                descriptor.id() + " cannot be taken: " + what + ".",
                "Give labels that are class indices from 0.");
    }

    private final class Accumulator implements MetricAccumulator {
        private final Scores scores;
        private final Elements labels;
        private long hits;
        private long samples;

        private Accumulator(Scores scores, Elements labels) {
            this.scores = scores;
            this.labels = labels;
        }

        @Override
        public void add(ScoredSample sample) throws LapidaryException {
            double label = labels.get(sample.target().orElseThrow(), 0);
            if (label < 0 || label >= scores.classes()) {
                throw new LapidaryException(
                        ErrorCodes.INVALID_DATA,
                        "The label of sample " + sample.index() + " is " + (long) label
                                + ", but the model has classes 0 to " + (scores.classes() - 1) + ".",
                        "Correct the labels, or shift them with label_offset.");
            }
            samples++;
            if (scores.rank(sample.outputs().get(0), (int) label) < k) {
                hits++;
            }
        }

        @Override
        public double value() {
            return samples == 0 ? Double.NaN : (double) hits / samples;
        }
    }
}
