package io.lapidary.quantization.equalization;

import java.nio.file.Path;
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
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.Model;
import io.lapidary.model.Subgraph;
import io.lapidary.model.Tensor;

/** What was seen of a model's activations over samples, if there were any. */
final class Activations {
    /** Nothing was seen. */
    static final Activations UNKNOWN = new Activations(Map.of(), Optional.empty());

    private final Map<String, TensorSummary> seen;
    private final Optional<Subgraph> graph;

    private Activations(Map<String, TensorSummary> seen, Optional<Subgraph> graph) {
        this.seen = seen;
        this.graph = graph;
    }

    /** Runs the model over samples and looks at the tensors between pairs, of the graph that samples are for. */
    static Activations measure(Model model, Path file, List<Pair> pairs, SampleSet samples, WorkContext context)
            throws LapidaryException, InterruptedException {
        Subgraph called = model.signatures().isEmpty()
                ? model.main()
                : model.signatures().get(0).subgraph();
        List<String> names = pairs.stream()
                .flatMap(pair -> pair.between().stream())
                .filter(tensor -> tensor.subgraph() == called)
                .map(Tensor::name)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        if (names.isEmpty() || samples.count() == 0) {
            return UNKNOWN;
        }
        var request = new StatisticsRequest(file, "", samples, names, Set.of(TensorStatistic.MOMENTS), 2);
        try (InterpreterSession session = context.interpreter()) {
            return new Activations(session.statistics(request).tensors(), Optional.of(called));
        }
    }

    Optional<TensorSummary> of(Tensor tensor) {
        return graph.filter(called -> tensor.subgraph() == called).map(called -> seen.get(tensor.name()));
    }

    /** The same with so many channels, all of them finite. */
    Optional<TensorSummary> of(Tensor tensor, int channels) {
        return of(tensor)
                .filter(summary -> summary.nonFinite() == 0
                        && summary.channelMeans().size() == channels
                        && summary.channelVariances().size() == channels);
    }
}
