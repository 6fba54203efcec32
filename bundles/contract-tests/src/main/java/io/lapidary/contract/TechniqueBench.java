package io.lapidary.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Optional;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.technique.DataRole;
import io.lapidary.api.technique.ModelRole;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.technique.TechniqueInput;
import io.lapidary.model.Model;
import io.lapidary.model.TfliteWriter;

/** Applies a technique outside the platform: lays its input out in folders of its own, and runs it. */
final class TechniqueBench {
    private static final String GIVEN = "given";
    private static final String WORK = "work";

    private final TechniqueSetting test;
    private final Technique technique;

    TechniqueBench(TechniqueSetting test) {
        this.test = test;
        this.technique = test.technique();
    }

    Technique technique() {
        return technique;
    }

    /** Runs it below {@code folder}, which is made. */
    TechniqueRun run(Subject subject, Path folder) throws Exception {
        TechniqueInput input = input(subject, folder);
        return run(input, context(folder));
    }

    TechniqueRun run(TechniqueInput input, TestContext context) throws LapidaryException, InterruptedException {
        return new TechniqueRun(input, context, technique.apply(input, context));
    }

    /** A fresh context whose work folder is empty. */
    TestContext context(Path folder) throws IOException {
        return TestContext.in(Files.createDirectories(folder.resolve(WORK)));
    }

    /** A fresh copy of the subject, read-only, as every model that the technique takes, and samples of every role. */
    TechniqueInput input(Subject subject, Path folder) throws Exception {
        Path given = Files.createDirectories(folder.resolve(GIVEN));
        Model model = subject.source().get();
        return input(model, write(model, given.resolve(subject.name() + ".tflite")), given);
    }

    private static ModelFile write(Model model, Path file) throws IOException, LapidaryException {
        TfliteWriter.write(model, file);
        if (!file.toFile().setReadOnly()) {
            throw new IOException(file + " cannot be made read-only");
        }
        return ModelFile.of(file);
    }

    /** The input with any file as its models. */
    TechniqueInput input(Model shape, ModelFile file, Path given) throws Exception {
        var descriptor = technique.descriptor();
        var models = new EnumMap<ModelRole, ModelFile>(ModelRole.class);
        descriptor.models().keySet().forEach(role -> models.put(role, file));
        var data = new EnumMap<DataRole, SampleSet>(DataRole.class);
        for (DataRole role : descriptor.data().keySet()) {
            Path folder = Files.createDirectories(given.resolve(role.name()));
            data.put(role, test.samples(role, shape, folder));
        }
        var parameters = Parameters.resolve(descriptor.id(), descriptor.parameters(), test.parameters());
        return new TechniqueInput(models, data, parameters, Optional.empty());
    }
}
