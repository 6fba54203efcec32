package io.lapidary.engine.litert.child.difference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.ComparisonRequest;
import io.lapidary.api.engine.ComparisonResult;
import io.lapidary.engine.litert.child.interpreter.Computed;
import io.lapidary.engine.litert.child.interpreter.Invocation;
import io.lapidary.engine.litert.child.interpreter.LoadedModel;
import io.lapidary.engine.litert.child.interpreter.Tensor;
import io.lapidary.engine.litert.child.interpreter.Words;
import io.lapidary.engine.litert.child.sample.SampleFeed;
import io.lapidary.engine.litert.child.sample.Team;

/** Runs two models on the same samples and measures how far the candidate's tensors are from the reference's. */
public final class CompareOperation {
    private final ComparisonRequest request;
    private final int threads;
    private final Words words;

    public CompareOperation(ComparisonRequest request, int threads, Words words) {
        this.request = request;
        this.threads = threads;
        this.words = words;
    }

    public ComparisonResult run() throws LapidaryException {
        boolean inside = !request.tensors().isEmpty();
        var settings = new LoadedModel.Settings(request.kernels(), threads, inside);
        try (var reference = LoadedModel.open(request.reference(), settings, words);
                var candidate = LoadedModel.open(request.candidate(), settings, words);
                var team = new Team(threads)) {
            var right = reference.invocation(request.signature());
            var other = candidate.invocation(request.signature());
            try (var rightFeed = SampleFeed.open(request.samples(), right);
                    var otherFeed = SampleFeed.open(request.samples(), other)) {
                right.allocate(request.tensors());
                other.allocate(request.tensors());
                List<DifferenceGatherer> gatherers = gatherers(right, other);
                for (long sample = 0; sample < rightFeed.count(); sample++) {
                    rightFeed.feed(sample, right);
                    right.invoke();
                    otherFeed.feed(sample, other);
                    other.invoke();
                    team.each(gatherers, gatherer -> gatherer.add(right, other));
                }
                return result(gatherers);
            }
        }
    }

    private List<DifferenceGatherer> gatherers(Invocation right, Invocation other) throws LapidaryException {
        var gatherers = new ArrayList<DifferenceGatherer>();
        if (request.tensors().isEmpty()) {
            List<Tensor> rightOutputs = right.outputs();
            List<Tensor> otherOutputs = other.outputs();
            if (rightOutputs.size() != otherOutputs.size()) {
                throw new LapidaryException(
                        ErrorCodes.DATA_MISMATCH,
                        "The reference has " + rightOutputs.size() + " outputs and the candidate has "
                                + otherOutputs.size() + ".",
                        "Compare models of the same interface.");
            }
            for (int i = 0; i < rightOutputs.size(); i++) {
                gatherers.add(new DifferenceGatherer(rightOutputs.get(i), otherOutputs.get(i)));
            }
            return gatherers;
        }
        Map<String, Tensor> rightTensors = right.computed();
        Map<String, Tensor> otherTensors = other.computed();
        for (String name : request.tensors()) {
            gatherers.add(new DifferenceGatherer(
                    Computed.named(rightTensors, name, request.reference()),
                    Computed.named(otherTensors, name, request.candidate())));
        }
        return gatherers;
    }

    private ComparisonResult result(List<DifferenceGatherer> gatherers) {
        var differences = new LinkedHashMap<String, ComparisonResult.Difference>();
        gatherers.forEach(gatherer -> differences.put(gatherer.name(), gatherer.difference()));
        return new ComparisonResult(differences, request.samples().count());
    }
}
