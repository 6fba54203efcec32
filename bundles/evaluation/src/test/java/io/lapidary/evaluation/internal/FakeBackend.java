package io.lapidary.evaluation.internal;

import java.util.List;
import java.util.Optional;

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

/** A backend that opens a package to a given model, and knows its latency. */
final class FakeBackend implements Backend {
    private final VerifiedPackage verified;
    private final List<OperatorPlacement> placements;
    private final Optional<LatencyComparison> latency;

    FakeBackend(VerifiedPackage verified, List<OperatorPlacement> placements, Optional<LatencyComparison> latency) {
        this.verified = verified;
        this.placements = placements;
        this.latency = latency;
    }

    @Override
    public BackendDescriptor descriptor() {
        return new BackendDescriptor(
                "fake", "1.0.0", "A fake.", List.of(new BackendDescriptor.Profile("one", "One.")), List.of());
    }

    @Override
    public List<OperatorPlacement> place(ModelFile model, TargetProfile target) {
        return placements;
    }

    @Override
    public BackendPackage pack(ModelFile model, TargetProfile target, Parameters parameters, WorkContext context) {
        throw new UnsupportedOperationException("an evaluation packs nothing");
    }

    @Override
    public VerifiedPackage verify(BackendPackage packed, WorkContext context) {
        return verified;
    }

    @Override
    public Optional<LatencyComparison> latency(
            ModelFile original,
            VerifiedPackage packed,
            Optional<SampleSet> samples,
            TargetProfile target,
            WorkContext context) {
        return latency;
    }
}
