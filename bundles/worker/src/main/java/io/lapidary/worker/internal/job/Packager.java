package io.lapidary.worker.internal.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.Backend;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.backend.BackendPackage.PackageFile;
import io.lapidary.api.model.ModelFile;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.parameter.Parameters;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.api.work.Finding;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.Completion;
import io.lapidary.events.FileInfo;
import io.lapidary.events.Outcome;
import io.lapidary.events.codec.Copies;
import io.lapidary.events.mapping.FindingMapper;
import io.lapidary.worker.internal.plugin.Plugin;

/** Packages a model for a target, unless that package may be taken from an earlier job and is remembered. */
final class Packager {
    /**
     * A package, as files and as what is published of it.
     *
     * @param files of the package, in the store
     * @param info how it can be fetched
     */
    record Packed(BackendPackage files, ArtifactInfo info) {}

    private final ArtifactStore store;
    private final KeptRecords records;

    Packager(ArtifactStore store, KeptRecords records) {
        this.store = store;
        this.records = records;
    }

    /** @param reuse whether a remembered package may be taken */
    Packed pack(
            Plugin<Backend> plugin,
            ModelFile model,
            TargetProfile target,
            boolean reuse,
            StepContext.Shared shared,
            WorkFolder folder)
            throws LapidaryException, InterruptedException {
        var descriptor = plugin.service().descriptor();
        var parameters = Parameters.resolve(descriptor.id(), descriptor.parameters(), target.parameters());
        String key = "package/"
                + StepKey.of(
                                Map.of("MODEL", model.digest()),
                                plugin,
                                parameters,
                                target.toString(),
                                0,
                                Optional.empty())
                        .digest()
                        .hex();
        Optional<Completion> remembered = reuse ? recall(key) : Optional.empty();
        if (remembered.isPresent()) {
            return packed(plugin, remembered.get());
        }
        var context = new StepContext(shared, -1, plugin.id(), true, folder.fresh("package"), NoCheckpoints.INSTANCE);
        BackendPackage packed = plugin.service().pack(model, target, parameters, context);
        Completion record = record(Published.pack(store, packed, target), packed.findings());
        records.put(key, record);
        return packed(plugin, record);
    }

    /** Empty if there is no such record, or a file of the package is gone. */
    private Optional<Completion> recall(String key) throws LapidaryException {
        Optional<Completion> record = records.get(key);
        if (record.isEmpty()) {
            return record;
        }
        for (FileInfo file : record.get().getArtifacts().get(0).getFiles()) {
            if (!store.contains(new Digest(file.getSha256()))) {
                return Optional.empty();
            }
        }
        return record;
    }

    private static Completion record(ArtifactInfo info, List<Finding> findings) {
        // All lists are given: for one that is not, Avro's builder hashes the schema of its elements each time.
        return Completion.newBuilder()
                .setWorkId("")
                .setRequestId("")
                .setAttempt(0)
                .setNode("")
                .setFinishedAt(0)
                .setOutcome(Outcome.SUCCEEDED)
                .setSteps(List.of())
                .setArtifacts(List.of(info))
                .setEvaluations(List.of())
                .setFindings(FindingMapper.toInfos(findings))
                .build();
    }

    /** The package as it lies in the store. */
    private Packed packed(Plugin<Backend> plugin, Completion record) throws LapidaryException {
        ArtifactInfo info = record.getArtifacts().get(0);
        var files = new ArrayList<PackageFile>();
        for (FileInfo file : info.getFiles()) {
            files.add(new PackageFile(file.getPath(), store.file(new Digest(file.getSha256()))));
        }
        ArtifactInfo told = Copies.shallow(info, new ArtifactInfo());
        told.setBackendVersion(plugin.version());
        var findings = FindingMapper.fromInfos(record.getFindings());
        return new Packed(new BackendPackage(files, info.getMediaType(), findings), told);
    }
}
