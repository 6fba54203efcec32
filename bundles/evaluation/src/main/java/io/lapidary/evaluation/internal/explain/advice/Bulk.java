package io.lapidary.evaluation.internal.explain.advice;

import java.nio.file.Path;
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
import io.lapidary.api.engine.StatisticsResult.TensorSummary;
import io.lapidary.api.engine.TensorStatistic;
import io.lapidary.api.evaluation.ValueInterval;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;
import io.lapidary.model.TensorType;
import io.lapidary.quantization.calibration.Distribution;
import io.lapidary.quantization.calibration.ValueRange;

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
                .map(summary -> new Distribution(
                                summary.histogram().get(), new ValueRange(summary.min(), summary.max()))
                        .central(share))
                .map(range -> new ValueInterval(Math.min(0, range.min()), Math.max(0, range.max())));
    }
}
