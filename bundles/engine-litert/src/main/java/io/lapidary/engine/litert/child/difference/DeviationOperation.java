package io.lapidary.engine.litert.child.difference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.DeviationRequest;
import io.lapidary.api.engine.DeviationResult;
import io.lapidary.api.engine.TensorPair;
import io.lapidary.engine.litert.child.interpreter.Computed;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.LoadedModel;
import io.lapidary.engine.litert.child.interpreter.Tensor;
import io.lapidary.engine.litert.child.interpreter.Words;
import io.lapidary.engine.litert.child.sample.SampleFeed;
import io.lapidary.engine.litert.child.sample.Team;

/** Runs two models, or one, on the same samples, and measures how far tensors are from those that they stand for. */
public final class DeviationOperation {
    /** Enough to see whether channels are scaled; these are run again after that. */
    private static final long FIRST_SAMPLES = 8;

    private static final long LEAST_SAMPLES = 2;

    private final DeviationRequest request;
    private final int threads;
    private final Words words;

    public DeviationOperation(DeviationRequest request, int threads, Words words) {
        this.request = request;
        this.threads = threads;
        this.words = words;
    }

    public DeviationResult run() throws LapidaryException {
        long end = System.nanoTime() + request.budget().toNanos();
        var settings = new LoadedModel.Settings(request.kernels(), threads, true);
        boolean one = request.candidate().equals(request.reference());
        try (var reference = LoadedModel.open(request.reference(), settings, words);
                var candidate = one ? reference : LoadedModel.open(request.candidate(), settings, words);
                var team = new Team(threads)) {
            var right = reference.invocation(request.signature());
            var other = one ? right : candidate.invocation(request.signature());
            try (var rightFeed = SampleFeed.open(request.samples(), right);
                    var otherFeed = SampleFeed.open(request.samples(), other)) {
                right.allocate();
                if (!one) {
                    other.allocate();
                }
                var pass = new Pass(right, other, rightFeed, otherFeed, gatherers(right, other), team);
                if (request.pairs().stream().anyMatch(TensorPair::factors)) {
                    pass.run(Math.min(FIRST_SAMPLES, rightFeed.count()), end);
                    pass.gatherers().forEach(DeviationGatherer::settle);
                }
                long count = pass.run(rightFeed.count(), end);
                return new DeviationResult(
                        pass.gatherers().stream()
                                .map(DeviationGatherer::deviation)
                                .toList(),
                        count);
            }
        }
    }

    private record Pass(
            Invocation right,
            Invocation other,
            SampleFeed rightFeed,
            SampleFeed otherFeed,
            List<DeviationGatherer> gatherers,
            Team team) {
        /** @return samples that were run */
        long run(long samples, long end) throws LapidaryException {
            long done = 0;
            while (done < samples && (done < LEAST_SAMPLES || System.nanoTime() - end < 0)) {
                rightFeed.feed(done, right);
                right.invoke();
                if (other != right) {
                    otherFeed.feed(done, other);
                    other.invoke();
                }
                team.each(gatherers, gatherer -> gatherer.add(right, other));
                done++;
            }
            return done;
        }
    }

    private List<DeviationGatherer> gatherers(Invocation right, Invocation other) throws LapidaryException {
        Map<String, Tensor> rightTensors = right.computed();
        Map<String, Tensor> otherTensors = other.computed();
        var gatherers = new ArrayList<DeviationGatherer>();
        for (TensorPair pair : request.pairs()) {
            gatherers.add(new DeviationGatherer(
                    Computed.named(rightTensors, pair.reference(), request.reference()),
                    Computed.named(otherTensors, pair.candidate(), request.candidate()),
                    pair));
        }
        return gatherers;
    }
}
