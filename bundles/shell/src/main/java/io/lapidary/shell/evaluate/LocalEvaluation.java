package io.lapidary.shell.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.api.backend.Backend;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.evaluation.Evaluation;
import io.lapidary.api.evaluation.EvaluationRequest;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.planner.Catalog;
import io.lapidary.api.planner.PipelineCheck;
import io.lapidary.dataset.SampleReaders;
import io.lapidary.engine.litert.LitertEngine;
import io.lapidary.engine.litert.LitertOptions;
import io.lapidary.evaluation.Evaluations;
import io.lapidary.events.EvaluationInfo;
import io.lapidary.events.mapping.EvaluationMapper;
import io.lapidary.model.TfliteReader;
import io.lapidary.shell.view.Progress;
import io.lapidary.shell.view.Reason;

/** Evaluates a model beside another one on this machine. */
public final class LocalEvaluation {
    /** What a backend for .tflite files calls its only file; the model is measured as it is, not packaged anew. */
    private static final String PACKAGED = "model.tflite";

    private static final String MEDIA_TYPE = "application/vnd.tflite";

    private LocalEvaluation() {}

    /**
     * @param model to measure
     * @param original what it is compared with; may be the same file
     * @param target whose backend measures
     * @param test samples
     * @param task as in {@code classification}; empty to find out
     * @param explain whether to explain a quantized model operator by operator
     */
    public static EvaluationInfo run(
            Path model,
            Path original,
            TargetProfile target,
            Optional<DataSource> test,
            String task,
            boolean explain,
            Progress progress)
            throws LapidaryException, InterruptedException {
        requireSound(model);
        requireSound(original);
        Backend backend = backend(target.backend());
        TargetProfile resolved =
                new PipelineCheck(new Catalog(List.of(), List.of(backend.descriptor())), Set.of()).resolve(target);
        Path folder = temporaryFolder();
        try (var engine = LitertEngine.create(LitertOptions.defaults())) {
            var request = new EvaluationRequest(
                    file(original),
                    backend,
                    new BackendPackage(List.of(new PackageFile(PACKAGED, model)), MEDIA_TYPE),
                    resolved,
                    test,
                    task,
                    Optional.empty(),
                    explain);
            var evaluator = Evaluations.evaluator(SampleReaders.standard(), Evaluations.standardMetrics());
            evaluator.requireTask(task);
            Evaluation evaluation = evaluator.evaluate(request, new LocalWork(engine, folder, progress));
            return EvaluationMapper.toInfo(evaluation, resolved);
        } finally {
            remove(folder);
        }
    }

    /** Told here, what is wrong is wrong with the file that was given and not with a package that a step made. */
    private static void requireSound(Path model) throws LapidaryException {
        try {
            TfliteReader.read(model);
        } catch (LapidaryException e) {
            throw e.about(model.toString());
        } catch (IOException e) {
            throw unusable(model, e);
        }
    }

    private static Backend backend(String id) throws LapidaryException {
        var ids = new ArrayList<String>();
        for (Backend backend : ServiceLoader.load(Backend.class)) {
            if (backend.descriptor().id().equals(id)) {
                return backend;
            }
            ids.add(backend.descriptor().id());
        }
        throw new LapidaryException(
                ErrorCodes.UNKNOWN_BACKEND,
                "There is no backend '" + id + "' on the command line's class path.",
                NearestName.hint(id, ids));
    }

    private static ModelFile file(Path path) throws LapidaryException {
        try {
            return ModelFile.of(path);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static Path temporaryFolder() throws LapidaryException {
        try {
            return Files.createTempDirectory("lapidary-evaluate");
        } catch (IOException e) {
            throw unusable(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    private static LapidaryException unusable(Path path, IOException e) {
        return new LapidaryException(
                ErrorCodes.STORE_UNAVAILABLE,
                path + " cannot be used: " + Reason.of(e) + ".",
                "See its permissions and the room on its disk.",
                e);
    }

    private static void remove(Path folder) throws LapidaryException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }
}
