package io.lapidary.worker.internal.plugin;

import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.Backend;
import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.LatencyComparison;
import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.backend.VerifiedPackage;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.work.WorkContext;

/** A backend whose every call is limited and named, and whose descriptor is asked for once. */
public final class GuardedBackend implements Backend {
    private final Backend backend;
    private final BackendDescriptor descriptor;
    private final Callee callee;
    private final PluginCalls calls;

    private GuardedBackend(Backend backend, BackendDescriptor descriptor, Callee callee, PluginCalls calls) {
        this.backend = backend;
        this.descriptor = descriptor;
        this.callee = callee.named(descriptor.id() + " " + descriptor.version());
        this.calls = calls;
    }

    /** Asks the backend who it is. */
    public static Guarded<Backend> of(Backend backend, Callee callee, PluginCalls calls)
            throws LapidaryException, InterruptedException {
        var descriptor = calls.call(callee, "describe itself", calls.limits().describe(), backend::descriptor);
        return new Guarded<>(
                descriptor.id(), descriptor.version(), new GuardedBackend(backend, descriptor, callee, calls));
    }

    @Override
    public BackendDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public List<OperatorPlacement> place(ModelFile model, TargetProfile target)
            throws LapidaryException, InterruptedException {
        return limited("place a model", () -> backend.place(model, target));
    }

    @Override
    public BackendPackage pack(ModelFile model, TargetProfile target, Parameters parameters, WorkContext context)
            throws LapidaryException, InterruptedException {
        return limited("pack", () -> backend.pack(model, target, parameters, context));
    }

    @Override
    public VerifiedPackage verify(BackendPackage packed, WorkContext context)
            throws LapidaryException, InterruptedException {
        return limited("verify a package", () -> backend.verify(packed, context));
    }

    @Override
    public VerifiedPackage verify(
            BackendPackage packed, TargetProfile target, Parameters parameters, WorkContext context)
            throws LapidaryException, InterruptedException {
        return limited("verify a package", () -> backend.verify(packed, target, parameters, context));
    }

    @Override
    public Optional<LatencyComparison> latency(
            ModelFile original,
            VerifiedPackage packed,
            Optional<SampleSet> samples,
            TargetProfile target,
            WorkContext context)
            throws LapidaryException, InterruptedException {
        return limited("measure latency", () -> backend.latency(original, packed, samples, target, context));
    }

    private <R> R limited(String what, PluginCalls.Call<R> call) throws LapidaryException, InterruptedException {
        return calls.call(callee, what, calls.limits().pack(), call);
    }
}
