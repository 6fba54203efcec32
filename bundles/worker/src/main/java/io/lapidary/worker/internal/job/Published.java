package io.lapidary.worker.internal.job;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.api.work.Attachment;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.FileInfo;
import io.lapidary.events.mapping.RequestMapper;

/** Puts what a job made into the store and says how it can be fetched. */
final class Published {
    private static final String MANIFEST_TYPE = "text/vnd.lapidary.manifest";

    private Published() {}

    /** A package: one file as itself, several as a manifest of sorted lines {@code sha256 size path}. */
    static ArtifactInfo pack(ArtifactStore store, BackendPackage packed, TargetProfile target)
            throws LapidaryException {
        var files = new ArrayList<FileInfo>();
        for (var file : packed.files()) {
            String type = packed.files().size() == 1 ? packed.mediaType() : "application/octet-stream";
            files.add(file(store, file.path(), file.file(), type));
        }
        long bytes = files.stream().mapToLong(FileInfo::getBytes).sum();
        if (files.size() == 1) {
            FileInfo only = files.get(0);
            return artifact("package", only.getPath(), new Digest(only.getSha256()), bytes, packed.mediaType(), files)
                    .setTarget(RequestMapper.toTarget(target))
                    .build();
        }
        var manifest = new StringBuilder();
        for (FileInfo file : files) {
            manifest.append(file.getSha256())
                    .append(' ')
                    .append(file.getBytes())
                    .append(' ');
            manifest.append(file.getPath()).append('\n');
        }
        Digest digest = store.put(new ByteArrayInputStream(manifest.toString().getBytes(StandardCharsets.UTF_8)));
        return artifact("package", "manifest", digest, bytes, MANIFEST_TYPE, files)
                .setTarget(RequestMapper.toTarget(target))
                .build();
    }

    static ArtifactInfo attachment(ArtifactStore store, Attachment attachment) throws LapidaryException {
        return single(store, "attachment", attachment.name(), attachment.file(), attachment.mediaType());
    }

    static ArtifactInfo report(ArtifactStore store, Path page) throws LapidaryException {
        return single(store, "report", "report.html", page, "text/html");
    }

    private static ArtifactInfo single(ArtifactStore store, String kind, String name, Path file, String mediaType)
            throws LapidaryException {
        FileInfo info = file(store, name, file, mediaType);
        return artifact(kind, name, new Digest(info.getSha256()), info.getBytes(), mediaType, List.of(info))
                .build();
    }

    private static FileInfo file(ArtifactStore store, String path, Path file, String mediaType)
            throws LapidaryException {
        Digest digest = store.put(file);
        return FileInfo.newBuilder()
                .setPath(path)
                .setUri(digest.uri())
                .setBytes(store.size(digest))
                .setSha256(digest.hex())
                .setMediaType(mediaType)
                .build();
    }

    private static ArtifactInfo.Builder artifact(
            String kind, String name, Digest digest, long bytes, String mediaType, List<FileInfo> files) {
        return ArtifactInfo.newBuilder()
                .setKind(kind)
                .setName(name)
                .setUri(digest.uri())
                .setSha256(digest.hex())
                .setBytes(bytes)
                .setMediaType(mediaType)
                .setFiles(files);
    }
}
