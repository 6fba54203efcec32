package io.lapidary.engine.litert.child;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.StatisticsResult;
import io.lapidary.api.engine.TensorStatistic;

/**
 * Statistics of a model's tensors over samples: a pass for range and moments, and another for a histogram. Memory does not
 * grow with the number of samples.
 */
final class StatisticsOperation {
    private final StatisticsRequest request;
    private final int threads;
    private final Words words;

    StatisticsOperation(StatisticsRequest request, int threads, Words words) {
        this.request = request;
        this.threads = threads;
        this.words = words;
    }

    StatisticsResult run() throws LapidaryException {
        Set<TensorStatistic> wanted = request.statistics();
        boolean histogram = wanted.contains(TensorStatistic.HISTOGRAM);
        check(histogram);
        var settings = new LoadedModel.Settings(Kernels.DEFAULT, threads, true);
        try (var model = LoadedModel.open(request.model(), settings, words);
                var team = new Team(threads)) {
            var invocation = model.invocation(request.signature());
            try (var feed = SampleFeed.open(request.samples(), invocation)) {
                invocation.allocate();
                List<TensorGatherer> gatherers = gatherers(
                        invocation, wanted.contains(TensorStatistic.MOMENTS), histogram ? request.histogramBins() : 0);
                pass(invocation, feed, gatherers, team);
                if (histogram) {
                    gatherers.forEach(TensorGatherer::beginSecondPass);
                    pass(invocation, feed, gatherers, team);
                }
                return result(gatherers);
            }
        }
    }

    private void check(boolean histogram) throws LapidaryException {
        if (request.samples().count() == 0) {
            throw new LapidaryException(
                    ErrorCodes.DATA_MISMATCH, "Statistics were asked for over no samples.", "Give at least one.");
        }
        if (histogram && request.histogramBins() < 2) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_REQUEST,
                    "A histogram of " + request.histogramBins() + " bins was asked for.",
                    "Ask for at least 2.");
        }
    }

    private List<TensorGatherer> gatherers(Invocation invocation, boolean moments, int bins) throws LapidaryException {
        Map<String, Tensor> computed = invocation.computed();
        var gatherers = new ArrayList<TensorGatherer>();
        if (request.tensors().isEmpty()) {
            for (Tensor tensor : computed.values()) {
                if (tensor.isFloat32()) {
                    gatherers.add(new TensorGatherer(tensor, moments, bins));
                }
            }
        } else {
            for (String name : request.tensors()) {
                gatherers.add(new TensorGatherer(Computed.named(computed, name, request.model()), moments, bins));
            }
        }
        return gatherers;
    }

    private static void pass(Invocation invocation, SampleFeed feed, List<TensorGatherer> gatherers, Team team)
            throws LapidaryException {
        for (long sample = 0; sample < feed.count(); sample++) {
            feed.feed(sample, invocation);
            invocation.invoke();
            team.each(gatherers, (gatherer, scratch) -> gatherer.add(invocation.tensor(gatherer.index()), scratch));
        }
    }

    private StatisticsResult result(List<TensorGatherer> gatherers) {
        var summaries = new LinkedHashMap<String, StatisticsResult.TensorSummary>();
        gatherers.forEach(gatherer -> summaries.put(gatherer.name(), gatherer.summary()));
        return new StatisticsResult(summaries, request.samples().count());
    }
}
