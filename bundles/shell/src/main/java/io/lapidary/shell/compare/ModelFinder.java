package io.lapidary.shell.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.evaluation.comparison.FileSize;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.events.FileInfo;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Target;
import io.lapidary.events.mapping.RequestMapper;
import io.lapidary.model.TfliteReader;
import io.lapidary.shell.platform.Platform;
import io.lapidary.shell.provenance.ArtifactArgument;
import io.lapidary.shell.provenance.Provenance;
import io.lapidary.shell.request.LocalPaths;
import io.lapidary.shell.request.TargetSyntax;
import io.lapidary.shell.request.UsageException;
import io.lapidary.shell.view.Reason;

/** Finds the models that a person names: local files, artifacts in the platform's store, and what requests made. */
public final class ModelFinder {
    private static final String PACKAGE = "package";
    private static final String ENDING = ".tflite";

    private final Path folder;
    private final Optional<Platform> platform;
    private final Optional<Provenance> provenance;

    /**
     * @param folder what relative paths are relative to
     * @param platform to ask; empty if there is none, which does for local files
     */
    public ModelFinder(Path folder, Optional<Platform> platform) throws LapidaryException, InterruptedException {
        this.folder = folder;
        this.platform = platform;
        provenance = platform.isPresent() ? Optional.of(Provenance.read(platform.get())) : Optional.empty();
    }

    /** Whether a name is that of something that a platform has: an address, a digest, a request's id. */
    public static boolean needsPlatform(String name, Path folder) throws UsageException {
        boolean isFile = name.endsWith(ENDING) || name.contains("/") || Files.exists(LocalPaths.of(name, folder));
        return LocalPaths.isUri(name) || !isFile;
    }

    /** @param target which package of a request that made several, as {@code --target} takes it; empty for the only one */
    public ComparedModel find(String name, Optional<String> target)
            throws UsageException, LapidaryException, InterruptedException {
        if (!needsPlatform(name, folder)) {
            ArtifactArgument named = ArtifactArgument.parse(name, folder);
            return model(name, named.path().orElseThrow(), provenance.flatMap(p -> p.ofPackage(named.digest())));
        }
        return Digest.parse(name).isPresent() ? stored(name) : ofRequest(name, target);
    }

    private ComparedModel stored(String name) throws UsageException, LapidaryException {
        Digest digest = ArtifactArgument.parse(name, folder).digest();
        Optional<ArtifactRecord> record = provenance.orElseThrow().ofPackage(digest);
        boolean isWhole = record.map(r -> r.getArtifact().getSha256().equals(digest.hex()))
                .orElse(false);
        Digest file = isWhole ? file(name, record.get().getArtifact()) : digest;
        return model(name, platform.orElseThrow().store().file(file), record);
    }

    private ComparedModel ofRequest(String id, Optional<String> target)
            throws UsageException, LapidaryException, InterruptedException {
        Optional<OptimizationResult> result;
        try (var watch = platform.orElseThrow().watch(id, TopicReader.Start.BEGINNING)) {
            result = watch.result();
        }
        List<ArtifactInfo> packages = result.map(OptimizationResult::getArtifacts).orElse(List.of()).stream()
                .filter(a -> a.getKind().equals(PACKAGE))
                .toList();
        if (packages.isEmpty()) {
            throw new LapidaryException(
                    ErrorCodes.NOT_FOUND,
                    "'" + id + "' is neither a file here nor a request that made a package.",
                    "'lapidary list' shows the requests; or give a file or lapidary:sha256/...");
        }
        ArtifactInfo chosen = choose(id, packages, target);
        Optional<ArtifactRecord> record = provenance.flatMap(p -> p.of(id, chosen));
        return model(id, platform.get().store().file(file(id, chosen)), record);
    }

    private static ArtifactInfo choose(String id, List<ArtifactInfo> packages, Optional<String> target)
            throws UsageException {
        if (target.isPresent()) {
            Target asked = TargetSyntax.parse(target.get());
            Optional<ArtifactInfo> found =
                    packages.stream().filter(a -> fits(asked, a.getTarget())).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        } else if (packages.size() == 1) {
            return packages.get(0);
        }
        String targets = packages.stream()
                .map(ArtifactInfo::getTarget)
                .map(t -> t == null ? "-" : RequestMapper.fromTarget(t).toString())
                .collect(Collectors.joining(" and "));
        throw new UsageException(
                "The request " + id + " made packages for " + targets + ". Choose one of these with --target.");
    }

    private static boolean fits(Target asked, Target made) {
        return made != null
                && asked.getBackend().equals(made.getBackend())
                && (asked.getProfile().isEmpty() || asked.getProfile().equals(made.getProfile()))
                && made.getParameters()
                        .entrySet()
                        .containsAll(asked.getParameters().entrySet());
    }

    /** The one model that a package holds. */
    private static Digest file(String name, ArtifactInfo artifact) throws LapidaryException {
        List<FileInfo> models = artifact.getFiles().stream()
                .filter(f -> f.getPath().endsWith(ENDING))
                .toList();
        if (models.size() != 1) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_REQUEST,
                    "The package of '" + name + "' holds " + models.size() + " .tflite files, not one.",
                    "Only packages of one .tflite file can be compared.");
        }
        return new Digest(models.get(0).getSha256());
    }

    private static ComparedModel model(String name, Path file, Optional<ArtifactRecord> record)
            throws UsageException, LapidaryException {
        try {
            return new ComparedModel(name, file, Digest.of(file), FileSize.of(file), TfliteReader.read(file), record);
        } catch (IOException e) {
            throw new UsageException("The model " + file + " cannot be read: " + Reason.of(e) + ".");
        }
    }
}
