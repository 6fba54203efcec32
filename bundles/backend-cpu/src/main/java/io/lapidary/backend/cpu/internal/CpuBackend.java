package io.lapidary.backend.cpu.internal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.Backend;
import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.api.backend.BackendDescriptor.Profile;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.LatencyComparison;
import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.backend.VerifiedPackage;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.work.WorkContext;
import io.lapidary.backend.cpu.internal.artifact.TflitePackager;
import io.lapidary.backend.cpu.internal.artifact.TfliteVerifier;
import io.lapidary.backend.cpu.internal.latency.CpuDevice;
import io.lapidary.backend.cpu.internal.latency.LatencyMeter;
import io.lapidary.backend.cpu.internal.place.CpuPlacer;
import io.lapidary.model.TfliteReader;

/** CPUs that run the TensorFlow Lite interpreter with its XNNPACK delegate. */
@Component
public final class CpuBackend implements Backend {
    static final String DESKTOP = "desktop";
    static final String MOBILE = "mobile";

    private static final BackendDescriptor DESCRIPTOR = new BackendDescriptor(
            "cpu",
            "1.0.0",
            "CPUs that run TensorFlow Lite: XNNPACK where it takes an operator, the interpreter's own kernels elsewhere.",
            List.of(
                    new Profile(DESKTOP, "A desktop or server computer, such as the node itself."),
                    new Profile(MOBILE, "A phone or small board with a 64-bit Arm processor.")),
            CpuParameters.ALL);

    @Override
    public BackendDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<OperatorPlacement> place(ModelFile model, TargetProfile target) throws LapidaryException {
        try {
            return CpuPlacer.place(TfliteReader.read(model.path()));
        } catch (IOException e) {
            throw new LapidaryException(
                    ErrorCodes.STORE_UNAVAILABLE,
                    "The model " + model.digest().brief() + " cannot be read: " + e.getMessage() + ".",
                    "See that the node's disk is sound.",
                    e);
        }
    }

    @Override
    public BackendPackage pack(ModelFile model, TargetProfile target, Parameters parameters, WorkContext context)
            throws LapidaryException, InterruptedException {
        context.checkCancelled();
        Optional<String> provenance = parameters.get(CpuParameters.PROVENANCE)
                ? Optional.of(DESCRIPTOR.id() + ":" + target.profile() + " " + DESCRIPTOR.version())
                : Optional.empty();
        return TflitePackager.pack(model, provenance, context.workFolder());
    }

    @Override
    public VerifiedPackage verify(BackendPackage packed, WorkContext context)
            throws LapidaryException, InterruptedException {
        return TfliteVerifier.verify(packed, context);
    }

    @Override
    public Optional<LatencyComparison> latency(
            ModelFile original,
            VerifiedPackage packed,
            Optional<SampleSet> samples,
            TargetProfile target,
            WorkContext context)
            throws LapidaryException, InterruptedException {
        CpuDevice device = CpuDevice.here();
        if (target.profile().equals(MOBILE) && !device.isArm64()) {
            return Optional.empty();
        }
        var parameters = Parameters.resolve(DESCRIPTOR.id(), DESCRIPTOR.parameters(), target.parameters());
        var meter = new LatencyMeter(
                device, CpuParameters.threads(parameters, device.threads()), CpuParameters.budget(parameters));
        return Optional.of(meter.measure(original, packed.model(), samples, context));
    }
}
