package com.example.carray;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.osgi.service.component.annotations.Component;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.Backend;
import io.lapidary.api.backend.BackendDescriptor;
import io.lapidary.api.backend.BackendDescriptor.Profile;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;
import io.lapidary.api.backend.LatencyComparison;
import io.lapidary.api.backend.OperatorPlacement;
import io.lapidary.api.backend.VerifiedPackage;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.work.WorkContext;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.Model;
import io.lapidary.model.ModelEditor;
import io.lapidary.model.Operator;
import io.lapidary.model.Subgraph;
import io.lapidary.model.TfliteReader;
import io.lapidary.model.TfliteWriter;
import io.lapidary.model.annotation.Annotations;
import io.lapidary.model.check.ModelChecker;

/**
 * Programs that carry their model in themselves: a C array and a header for it, to be linked with a TensorFlow Lite interpreter.
 *
 * <p>The annotation makes it an OSGi service of each interface that it implements: that is all it takes to be found. One instance
 * serves all jobs of the node at once, so it has no fields that change.
 */
@Component
public final class CArrayBackend implements Backend {
    static final String SOURCE = "model.c";
    static final String HEADER = "model.h";
    static final String MEDIA_TYPE = "text/x-c";

    private static final BackendDescriptor DESCRIPTOR = new BackendDescriptor(
            // Never the id of a backend that is there. Raise the version whenever a package for an equal input may
            // change.
            "c-array",
            "1.0.0",
            "Programs that carry the model in themselves: a C array and its header.",
            // The first is what a target without a profile means: c-array is c-array:c11.
            List.of(new Profile("c11", "Any compiler for C11.")),
            List.of(SymbolName.PARAMETER));

    @Override
    public BackendDescriptor descriptor() {
        return DESCRIPTOR;
    }

    /** Says of every operator where it runs, exactly once. A unit is fast and needs no reason, or is not and has one. */
    @Override
    public List<OperatorPlacement> place(ModelFile model, TargetProfile target) throws LapidaryException {
        var placements = new ArrayList<OperatorPlacement>();
        for (Subgraph graph : read(model).subgraphs()) {
            for (int i = 0; i < graph.operators().size(); i++) {
                Operator operator = graph.operators().get(i);
                boolean custom = operator.type() == BuiltinOperator.CUSTOM;
                placements.add(new OperatorPlacement(
                        graph.index(),
                        i,
                        custom ? operator.customCode() : operator.type().name(),
                        custom ? "program" : "interpreter",
                        custom
                                ? "It is no operator of TensorFlow Lite: the program must register a kernel for it."
                                : ""));
            }
        }
        return placements;
    }

    /** Equal bytes for an equal model: no time, no path, no name of a machine goes into the text. */
    @Override
    public BackendPackage pack(ModelFile model, TargetProfile target, Parameters parameters, WorkContext context)
            throws LapidaryException, InterruptedException {
        context.checkCancelled();
        SymbolName symbol = SymbolName.of(parameters);
        Model packed = read(model);
        ModelChecker.require(packed);
        // What steps noted for each other is not for the hardware.
        Annotations.strip(ModelEditor.of(packed));
        Path bytes = context.workFolder().resolve("packed.tflite");
        Path source = context.workFolder().resolve(SOURCE);
        Path header = context.workFolder().resolve(HEADER);
        try {
            TfliteWriter.write(packed, bytes);
            new CArrayWriter(symbol, context).write(bytes, source, header);
        } catch (IOException e) {
            throw new LapidaryException(
                    ErrorCodes.DISK_FULL,
                    "Cannot write " + source + ": " + e.getMessage() + ".",
                    "Free space; C text takes about five times the model's bytes.",
                    e);
        }
        return new BackendPackage(
                List.of(new PackageFile(SOURCE, source), new PackageFile(HEADER, header)), MEDIA_TYPE);
    }

    /** Everything that is measured of the result is measured on what this gives: it must come out of the package alone. */
    @Override
    public VerifiedPackage verify(BackendPackage packed, WorkContext context)
            throws LapidaryException, InterruptedException {
        return PackageVerifier.verify(packed, context);
    }

    /** Empty: the hardware is not at hand. A number that was measured on something else would be worse than none. */
    @Override
    public Optional<LatencyComparison> latency(
            ModelFile original,
            VerifiedPackage packed,
            Optional<SampleSet> samples,
            TargetProfile target,
            WorkContext context) {
        return Optional.empty();
    }

    private static Model read(ModelFile model) throws LapidaryException {
        try {
            return TfliteReader.read(model.path());
        } catch (IOException e) {
            throw new LapidaryException(
                    ErrorCodes.STORE_UNAVAILABLE,
                    "The model " + model.digest().brief() + " cannot be read: " + e.getMessage() + ".",
                    "See that the node's disk is sound.",
                    e);
        }
    }
}
