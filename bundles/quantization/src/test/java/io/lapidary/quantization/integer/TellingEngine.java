package io.lapidary.quantization.integer;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.function.Function;

import io.lapidary.api.engine.ComparisonRequest;
import io.lapidary.api.engine.ComparisonResult;
import io.lapidary.api.engine.ComparisonResult.Difference;
import io.lapidary.api.engine.DeviationRequest;
import io.lapidary.api.engine.DeviationResult;
import io.lapidary.api.engine.EngineIdentity;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterEngine;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.LatencyRequest;
import io.lapidary.api.engine.LatencyResult;
import io.lapidary.api.engine.ModelInterface;
import io.lapidary.api.engine.PatchMomentsRequest;
import io.lapidary.api.engine.PatchMomentsResult;
import io.lapidary.api.engine.ProfileRequest;
import io.lapidary.api.engine.ProfileResult;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.engine.RunResult;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.StatisticsResult;
import io.lapidary.api.engine.StatisticsResult.TensorSummary;

/**
 * An engine that runs nothing and tells the statistics that a test wants told, of a tensor by its name. A channel's shift is its
 * mean, with its variance for an error.
 */
record TellingEngine(Function<String, TensorSummary> statistics) implements InterpreterEngine, InterpreterSession {
    private static final long SAMPLES = 100;

    @Override
    public InterpreterSession open(EngineLimits limits) {
        return this;
    }

    @Override
    public StatisticsResult statistics(StatisticsRequest request) {
        var told = new LinkedHashMap<String, TensorSummary>();
        request.tensors().forEach(name -> told.put(name, statistics.apply(name)));
        return new StatisticsResult(told, SAMPLES);
    }

    @Override
    public EngineIdentity identity() {
        return new EngineIdentity("telling", "1", "any");
    }

    @Override
    public ModelInterface describe(Path model) {
        throw unasked();
    }

    @Override
    public RunResult run(RunRequest request) {
        throw unasked();
    }

    @Override
    public LatencyResult latency(LatencyRequest request) {
        throw unasked();
    }

    @Override
    public ProfileResult profile(ProfileRequest request) {
        throw unasked();
    }

    @Override
    public PatchMomentsResult patchMoments(PatchMomentsRequest request) {
        throw unasked();
    }

    @Override
    public ComparisonResult compare(ComparisonRequest request) {
        var told = new LinkedHashMap<String, Difference>();
        for (String name : request.tensors()) {
            TensorSummary summary = statistics.apply(name);
            told.put(name, new Difference(1, 1, 1, 0, summary.channelMeans(), summary.channelVariances()));
        }
        return new ComparisonResult(told, SAMPLES);
    }

    @Override
    public DeviationResult deviations(DeviationRequest request) {
        throw unasked();
    }

    private static UnsupportedOperationException unasked() {
        return new UnsupportedOperationException("quantization asks for statistics and comparisons alone");
    }

    @Override
    public void close() {
        // nothing is held
    }
}
