package io.lapidary.api.backend;

import java.util.List;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.work.WorkContext;

/**
 * One kind of hardware: what it can run, how an artifact for it is packaged and verified, and how fast it is.
 *
 * <p>Targets that it is asked about name one of its profiles and allowed parameters: the platform checks that before.
 *
 * <p>Register it as an OSGi service; nothing else has to know of it. No state, thread-safe, writes only below the context's
 * work folder, equal bytes for equal input.
 */
public interface Backend {
    BackendDescriptor descriptor();

    /** Where each operator of a model runs on this hardware, and why not on the fast unit where it does not. */
    List<OperatorPlacement> place(ModelFile model, TargetProfile target) throws LapidaryException, InterruptedException;

    /** Packages a model for this hardware. Annotations that steps left in the model are stripped. */
    BackendPackage pack(ModelFile model, TargetProfile target, Parameters parameters, WorkContext context)
            throws LapidaryException, InterruptedException;

    /**
     * Opens a package by another way than it was written and gives what is evaluated.
     *
     * @return a model that the interpreter runs, with the numbers that the package holds
     * @throws LapidaryException of code verification-failed if the package does not hold what it should
     */
    VerifiedPackage verify(BackendPackage packed, WorkContext context) throws LapidaryException, InterruptedException;

    /**
     * The same for a backend whose packages cannot be opened without knowing what they are for. The platform calls this one; a package
     * that tells all by itself needs only the other.
     *
     * @param target what it was packaged for
     * @param parameters as they were given to {@link #pack}
     */
    default VerifiedPackage verify(
            BackendPackage packed, TargetProfile target, Parameters parameters, WorkContext context)
            throws LapidaryException, InterruptedException {
        return verify(packed, context);
    }

    /**
     * Latency on the hardware itself, interleaved with the original.
     *
     * @param original the model that the request came with
     * @param packed what {@link #verify} gave
     * @param samples inputs to use, if there are any
     * @return empty where the hardware is not at hand
     */
    Optional<LatencyComparison> latency(
            ModelFile original,
            VerifiedPackage packed,
            Optional<SampleSet> samples,
            TargetProfile target,
            WorkContext context)
            throws LapidaryException, InterruptedException;
}
