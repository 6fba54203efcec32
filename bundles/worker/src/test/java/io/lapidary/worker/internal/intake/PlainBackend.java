package io.lapidary.worker.internal.intake;

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
import io.lapidary.api.work.Finding;
import io.lapidary.api.work.WorkContext;

/** Packages a model as it is. */
final class PlainBackend implements Backend {
    private final String id;
    private final List<Finding> findings;

    PlainBackend() {
        this("cpu");
    }

    /** @param findings that it has on every package */
    PlainBackend(String id, Finding... findings) {
        this.id = id;
        this.findings = List.of(findings);
    }

    @Override
    public BackendDescriptor descriptor() {
        return new BackendDescriptor(
                id,
                "1.0.0",
                "Plain.",
                List.of(
                        new BackendDescriptor.Profile("desktop", "Plain."),
                        new BackendDescriptor.Profile("mobile", "Plain.")),
                List.of());
    }

    @Override
    public List<OperatorPlacement> place(ModelFile model, TargetProfile target) {
        return List.of();
    }

    @Override
    public BackendPackage pack(ModelFile model, TargetProfile target, Parameters parameters, WorkContext context) {
        return new BackendPackage(
                List.of(new BackendPackage.PackageFile("model.tflite", model.path())),
                "application/vnd.tflite",
                findings);
    }

    @Override
    public VerifiedPackage verify(BackendPackage packed, WorkContext context) {
        throw new AssertionError("nothing is evaluated here");
    }

    @Override
    public Optional<LatencyComparison> latency(
            ModelFile original,
            VerifiedPackage packed,
            Optional<SampleSet> samples,
            TargetProfile target,
            WorkContext context) {
        return Optional.empty();
    }
}
