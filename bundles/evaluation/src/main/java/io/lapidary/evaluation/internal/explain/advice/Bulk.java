package io.lapidary.evaluation.internal.explain.advice;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.StatisticsResult.Histogram;
import io.lapidary.api.engine.StatisticsResult.TensorSummary;
import io.lapidary.api.engine.TensorStatistic;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;

/** Where most of a float model's activations lie, over samples. */
final class Bulk {
    private static final int BINS = 2048;

    private final Map<String, TensorSummary> seen;

    private Bulk(Map<String, TensorSummary> seen) {
        this.seen = seen;
    }

    /**
     * Looks at activations of a float model, in one pass; those that have no name of their own are left out.
     *
     * @param graph the one that samples are for
     */
    static Bulk measure(Path model, Subgraph graph, Collection<Tensor> tensors, SampleSet samples, WorkContext context)
            throws LapidaryException, InterruptedException {
        var names = new HashMap<String, Integer>();
        graph.tensors().forEach(tensor -> names.merge(tensor.name(), 1, Integer::sum));
        List<String> asked = tensors.stream()
                .filter(tensor -> tensor.type() == TensorType.FLOAT32)
                .map(Tensor::name)
                .filter(name -> !name.isEmpty() && names.getOrDefault(name, 0) == 1)
                .distinct()
                .toList();
        if (asked.isEmpty()) {
            return new Bulk(Map.of());
        }
        try (InterpreterSession session = context.interpreter()) {
            return new Bulk(session.statistics(new StatisticsRequest(
                            model, "", samples, asked, Set.of(TensorStatistic.RANGE, TensorStatistic.HISTOGRAM), BINS))
                    .tensors());
        }
    }

    /**
     * The range of a share of an activation's elements, as many left out at either end, and 0.
     *
     * @param share 0 to 1; 1 for all of them
     */
    Optional<ValueInterval> of(Tensor tensor, double share) {
        return Optional.ofNullable(seen.get(tensor.name()))
                .filter(summary -> summary.histogram().isPresent())
                .map(summary -> share == 1
                        ? with0(summary.min(), summary.max())
                        : within(summary.histogram().get(), share));
    }

    private static ValueInterval within(Histogram histogram, double share) {
        List<Long> counts = histogram.counts();
        long all = counts.stream().mapToLong(Long::longValue).sum();
        double out = all * (1 - share) / 2;
        double width = ((double) histogram.max() - histogram.min()) / counts.size();
        int low = passed(counts, out);
        var backwards = new ArrayList<>(counts);
        java.util.Collections.reverse(backwards);
        int high = counts.size() - passed(backwards, out);
        return with0((float) (histogram.min() + low * width), (float) (histogram.min() + high * width));
    }

    /** How many bins from the start hold no more than so many elements. */
    private static int passed(List<Long> counts, double most) {
        double sum = 0;
        for (int i = 0; i < counts.size(); i++) {
            sum += counts.get(i);
            if (sum > most) {
                return i;
            }
        }
        return 0;
    }

    private static ValueInterval with0(float min, float max) {
        return new ValueInterval(Math.min(0, min), Math.max(0, max));
    }
}
