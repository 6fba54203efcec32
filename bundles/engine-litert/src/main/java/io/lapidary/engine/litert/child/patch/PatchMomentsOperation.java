package io.lapidary.engine.litert.child.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.PatchMomentsRequest;
import io.lapidary.api.engine.PatchMomentsResult;
import io.lapidary.api.engine.PatchSource;
import io.lapidary.engine.litert.child.interpreter.Computed;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.LoadedModel;
import io.lapidary.engine.litert.child.interpreter.Tensor;
import io.lapidary.engine.litert.child.interpreter.Words;
import io.lapidary.engine.litert.child.sample.SampleFeed;
import io.lapidary.engine.litert.child.sample.Team;

/** Moments of what operators multiply by their weights, in one pass. Memory does not grow with the number of samples. */
public final class PatchMomentsOperation {
    private final PatchMomentsRequest request;
    private final int threads;
    private final Words words;

    public PatchMomentsOperation(PatchMomentsRequest request, int threads, Words words) {
        this.request = request;
        this.threads = threads;
        this.words = words;
    }

    public PatchMomentsResult run() throws LapidaryException {
        if (request.samples().count() == 0) {
            throw new LapidaryException(
                    ErrorCodes.DATA_MISMATCH, "Moments were asked for over no samples.", "Give at least one.");
        }
        var settings = new LoadedModel.Settings(Kernels.DEFAULT, threads, true);
        try (var model = LoadedModel.open(request.model(), settings, words);
                var team = new Team(threads)) {
            var invocation = model.invocation(request.signature());
            try (var feed = SampleFeed.open(request.samples(), invocation)) {
                invocation.allocate();
                List<PatchGatherer> gatherers = gatherers(invocation);
                for (long sample = 0; sample < feed.count(); sample++) {
                    feed.feed(sample, invocation);
                    invocation.invoke();
                    long current = sample;
                    team.each(gatherers, gatherer -> gatherer.add(invocation, current));
                }
                return result(gatherers);
            }
        }
    }

    private List<PatchGatherer> gatherers(Invocation invocation) throws LapidaryException {
        Map<String, Tensor> computed = invocation.computed();
        var gatherers = new ArrayList<PatchGatherer>();
        for (PatchSource source : request.sources()) {
            Tensor data = Computed.named(computed, source.data(), request.model());
            Tensor output = Computed.named(computed, source.output(), request.model());
            gatherers.add(new PatchGatherer(source, data.index(), output.index(), request.mostPatches()));
        }
        return gatherers;
    }

    private PatchMomentsResult result(List<PatchGatherer> gatherers) throws LapidaryException {
        var gathered = new ArrayList<PatchMomentsResult.Gathered>();
        for (PatchGatherer gatherer : gatherers) {
            gathered.add(gatherer.write(request.folder()));
        }
        return new PatchMomentsResult(gathered, request.samples().count());
    }
}
