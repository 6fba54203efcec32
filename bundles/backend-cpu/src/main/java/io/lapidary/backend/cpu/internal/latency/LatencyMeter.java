package io.lapidary.backend.cpu.internal.latency;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.LatencyComparison;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.LatencyRequest;
import io.lapidary.api.engine.LatencyResult;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.work.CoreLease;
import io.lapidary.api.work.WorkContext;

/** Measures two models in turn on this machine, while nothing else of the platform computes on it. */
public final class LatencyMeter {
    private final CpuDevice device;
    private final int threads;
    private final Duration budget;

    public LatencyMeter(CpuDevice device, int threads, Duration budget) {
        this.device = device;
        this.threads = threads;
        this.budget = budget;
    }

    public LatencyComparison measure(
            ModelFile original, ModelFile result, Optional<SampleSet> samples, WorkContext context)
            throws LapidaryException, InterruptedException {
        // The cores first: who waits for them must not sit on an engine that those hold back need to end.
        try (CoreLease cores = context.exclusiveCores();
                InterpreterSession session = context.interpreter()) {
            LatencyResult measured = session.latency(new LatencyRequest(
                    List.of(original.path(), result.path()), samples, threads, budget, Kernels.DEFAULT));
            return new LatencyComparison(
                    measured.models().get(0),
                    measured.models().get(1),
                    measured.threads(),
                    device.name() + ", " + device.threads() + (device.threads() == 1 ? " core" : " cores"),
                    cores.exclusive());
        }
    }
}
