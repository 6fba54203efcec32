package io.lapidary.worker.internal.job;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.backend.BackendPackage;
import io.lapidary.api.model.TargetProfile;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.api.store.Manifest;
import io.lapidary.api.work.Attachment;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.FileInfo;
import io.lapidary.events.mapping.RequestMapper;

/** Puts what a job made into the store and says how it can be fetched. */
final class Published {
    private static final String PACKAGE = "package";

    private Published() {}

    /** A package: one file as itself, several as their manifest. */
    static ArtifactInfo pack(ArtifactStore store, BackendPackage packed, TargetProfile target)
            throws LapidaryException {
        var files = new ArrayList<FileInfo>();
        for (var file : packed.files()) {
            String type = packed.files().size() == 1 ? packed.mediaType() : "application/octet-stream";
            files.add(file(store, file.path(), file.file(), type));
        }
        return artifact(store, files, packed.mediaType())
                .setTarget(RequestMapper.toTarget(target))
                .build();
    }

    private static ArtifactInfo.Builder artifact(ArtifactStore store, List<FileInfo> files, String mediaType)
            throws LapidaryException {
        if (files.size() == 1) {
            FileInfo only = files.get(0);
            return artifact(PACKAGE, only.getPath(), new Digest(only.getSha256()), only.getBytes(), mediaType, files);
        }
        var manifest = new Manifest(files.stream()
                .map(file -> new Manifest.Entry(new Digest(file.getSha256()), file.getBytes(), file.getPath()))
                .toList());
        Digest digest = store.put(new ByteArrayInputStream(manifest.content()));
        return artifact(PACKAGE, "manifest", digest, manifest.bytes(), Manifest.MEDIA_TYPE, files);
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
