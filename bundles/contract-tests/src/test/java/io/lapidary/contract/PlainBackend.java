package io.lapidary.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
import io.lapidary.api.parameter.Parameter;
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

/** A sound little backend: packs the model, and its digest beside it. Broken ones override one of its steps. */
class PlainBackend implements Backend {
    @Override
    public BackendDescriptor descriptor() {
        return new BackendDescriptor("plain", "1.0.0", "Anything.", profiles(), List.of(parameter()));
    }

    List<Profile> profiles() {
        return List.of(new Profile("small", "A small one."), new Profile("large", "A large one."));
    }

    Parameter<Long> parameter() {
        return Parameter.integer("level", 0, 9, "How much.").defaultsTo(3L);
    }

    @Override
    public List<OperatorPlacement> place(ModelFile model, TargetProfile target) throws LapidaryException {
        var placements = new ArrayList<OperatorPlacement>();
        for (Subgraph graph : read(model.path()).subgraphs()) {
            for (int i = 0; i < graph.operators().size(); i++) {
                placements.add(place(graph, i, graph.operator(i)));
            }
        }
        return placements;
    }

    OperatorPlacement place(Subgraph graph, int index, Operator operator) {
        boolean fast = operator.type() != BuiltinOperator.SOFTMAX;
        return new OperatorPlacement(
                graph.index(),
                index,
                operator.type().name(),
                fast ? "fast" : "slow",
                fast ? "" : "The fast unit has no SOFTMAX.");
    }

    @Override
    public BackendPackage pack(ModelFile model, TargetProfile target, Parameters parameters, WorkContext context)
            throws LapidaryException, InterruptedException {
        check(context);
        Path file = context.workFolder().resolve("packed.tflite");
        Path digest = context.workFolder().resolve("digest.txt");
        try {
            Model packed = readToPack(model);
            edit(ModelEditor.of(packed), context);
            TfliteWriter.write(packed, file);
            Files.writeString(digest, io.lapidary.api.Digest.of(file).hex());
            finish(model, context);
        } catch (IOException e) {
            throw new LapidaryException(ErrorCodes.DISK_FULL, "Cannot write: " + e + ".", "Make room.", e);
        }
        return new BackendPackage(
                List.of(new PackageFile("model.tflite", file), new PackageFile("digest.txt", digest)),
                "application/x-plain");
    }

    Model readToPack(ModelFile model) throws LapidaryException {
        return read(model.path());
    }

    void check(WorkContext context) throws InterruptedException {
        context.checkCancelled();
    }

    void edit(ModelEditor editor, WorkContext context) {
        Annotations.strip(editor);
    }

    void finish(ModelFile model, WorkContext context) throws IOException {}

    @Override
    public VerifiedPackage verify(BackendPackage packed, WorkContext context) throws LapidaryException {
        Path model = packed.files().stream()
                .filter(part -> part.path().equals("model.tflite"))
                .findFirst()
                .orElseThrow()
                .file();
        Path digest = packed.files().stream()
                .filter(part -> part.path().equals("digest.txt"))
                .findFirst()
                .orElseThrow()
                .file();
        try {
            requireDigest(ModelFile.of(model), Files.readString(digest));
            return new VerifiedPackage(opened(model, context), List.of());
        } catch (IOException e) {
            throw new LapidaryException(ErrorCodes.VERIFICATION_FAILED, "It cannot be read.", "Pack it again.", e);
        }
    }

    void requireDigest(ModelFile model, String digest) throws LapidaryException {
        if (!model.digest().hex().equals(digest)) {
            throw new LapidaryException(
                    ErrorCodes.VERIFICATION_FAILED, "The model has another digest.", "Pack it again.");
        }
    }

    ModelFile opened(Path model, WorkContext context) throws IOException, LapidaryException {
        return ModelFile.of(model);
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

    static Model read(Path file) throws LapidaryException {
        try {
            return TfliteReader.read(file);
        } catch (IOException e) {
            throw new LapidaryException(ErrorCodes.NOT_A_MODEL, "It cannot be read.", "Give a model.", e);
        }
    }
}
