package io.lapidary.engine.litert.child.statistics;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.engine.litert.child.interpreter.Computed;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.LoadedModel;
import io.lapidary.engine.litert.child.interpreter.Tensor;
import io.lapidary.engine.litert.child.interpreter.Words;
import io.lapidary.engine.litert.child.sample.SampleFeed;
import io.lapidary.engine.litert.child.sample.Turns;

/** An interpreter of its own, and what it sees of every so many samples. */
final class StatisticsWorker implements AutoCloseable {
    private final LoadedModel model;
    private final Invocation invocation;
    private final SampleFeed feed;
    private final List<TensorGatherer> gatherers = new ArrayList<>();

    private StatisticsWorker(LoadedModel model, Invocation invocation, SampleFeed feed) {
        this.model = model;
        this.invocation = invocation;
        this.feed = feed;
    }

    /** @param threads of its interpreter */
    static StatisticsWorker open(StatisticsRequest request, int threads, Words words) throws LapidaryException {
        var settings = new LoadedModel.Settings(Kernels.DEFAULT, threads, true);
        return open(request, LoadedModel.open(request.model(), settings, words));
    }

    /** One more of the same request, with one thread; to be closed before this one. */
    StatisticsWorker another(StatisticsRequest request) throws LapidaryException {
        return open(request, model.another(1));
    }

    private static StatisticsWorker open(StatisticsRequest request, LoadedModel model) throws LapidaryException {
        boolean opened = false;
        try {
            var invocation = model.invocation(request.signature());
            var worker = new StatisticsWorker(model, invocation, SampleFeed.open(request.samples(), invocation));
            worker.allocate(request);
            opened = true;
            return worker;
        } finally {
            if (!opened) {
                model.close();
            }
        }
    }

    private void allocate(StatisticsRequest request) throws LapidaryException {
        boolean allocated = false;
        try {
            invocation.allocate(Set.copyOf(request.tensors()));
            invocation.keepState();
            int counted = TensorGatherer.counted(request.samples().count());
            for (Tensor tensor : tensors(request.tensors(), request.model())) {
                gatherers.add(new TensorGatherer(tensor, Wanted.of(request), counted));
            }
            allocated = true;
        } finally {
            if (!allocated) {
                feed.close();
            }
        }
    }

    private List<Tensor> tensors(List<String> names, Path file) throws LapidaryException {
        Map<String, Tensor> computed = invocation.computed();
        if (names.isEmpty()) {
            return computed.values().stream().filter(Tensor::isFloat32).toList();
        }
        var tensors = new ArrayList<Tensor>();
        for (String name : names) {
            tensors.add(Computed.named(computed, name, file));
        }
        return tensors;
    }

    /** Whether a sample's numbers depend on the samples before it. */
    boolean isStateful() {
        return invocation.isStateful();
    }

    /** Bytes of all tensors that are kept while it runs. */
    long footprint() {
        return invocation.computed().values().stream().mapToLong(Tensor::bytes).sum();
    }

    /** Totals for what this worker and its like gather. */
    Map<String, TensorTotals> totals(StatisticsRequest request) {
        var totals = new LinkedHashMap<String, TensorTotals>();
        for (TensorGatherer gatherer : gatherers) {
            totals.put(gatherer.name(), new TensorTotals(gatherer.channels(), Wanted.of(request)));
        }
        return totals;
    }

    /** Runs samples {@code first}, {@code first + every} ... and brings each into the totals when its turn comes. */
    void run(long first, int every, Map<String, TensorTotals> totals, Turns turns)
            throws LapidaryException, InterruptedException {
        var scratch = new TensorGatherer.Scratch();
        for (long sample = first; sample < feed.count(); sample += every) {
            feed.feed(sample, invocation);
            invocation.invoke();
            for (TensorGatherer gatherer : gatherers) {
                gatherer.add(invocation.tensor(gatherer.index()), sample, scratch);
            }
            if (!turns.await(sample)) {
                return;
            }
            gatherers.forEach(gatherer -> gatherer.addTo(totals.get(gatherer.name())));
            turns.done();
        }
    }

    /** Adds what was counted over all samples; the order of workers does not matter. */
    void addHistograms(Map<String, TensorTotals> totals) {
        gatherers.forEach(gatherer -> gatherer.addHistogramTo(totals.get(gatherer.name())));
    }

    @Override
    public void close() throws LapidaryException {
        try {
            feed.close();
        } finally {
            model.close();
        }
    }
}
