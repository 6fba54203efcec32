package io.lapidary.shell.provenance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.events.ArtifactInfo;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.events.codec.Topics;
import io.lapidary.shell.platform.Platform;

/** The records of artifacts that a platform's topic still holds, the latest first. */
public final class Provenance {
    private static final String PACKAGE = "package";

    private final List<ArtifactRecord> records;

    private Provenance(List<ArtifactRecord> records) {
        this.records = records;
    }

    /** A record in words that this version does not know is passed over. */
    public static Provenance read(Platform platform) throws LapidaryException, InterruptedException {
        var records = new ArrayList<ArtifactRecord>();
        platform.readAll(Topics.ARTIFACTS, message -> {
            try {
                records.add(platform.codec().decode(ArtifactRecord.class, message.payload()));
            } catch (LapidaryException e) {
                return;
            }
        });
        records.sort(Comparator.comparing(ArtifactRecord::getCreatedAt).reversed());
        return new Provenance(records);
    }

    /** How a package came about, last; a package is found by its own digest, or by that of one of its files. */
    public Optional<ArtifactRecord> ofPackage(Digest digest) {
        return records.stream()
                .filter(r -> r.getArtifact().getKind().equals(PACKAGE) && holds(r.getArtifact(), digest))
                .findFirst();
    }

    /** The record of a request's artifact. */
    public Optional<ArtifactRecord> of(String requestId, ArtifactInfo artifact) {
        return records.stream()
                .filter(r -> r.getRequestId().equals(requestId)
                        && r.getArtifact().getSha256().equals(artifact.getSha256())
                        && Optional.ofNullable(r.getArtifact().getTarget())
                                .equals(Optional.ofNullable(artifact.getTarget())))
                .findFirst();
    }

    /** What an artifact that is no package is called, as in {@code report}; empty if nothing is known of it. */
    public Optional<String> otherKind(Digest digest) {
        return records.stream()
                .map(ArtifactRecord::getArtifact)
                .filter(a -> holds(a, digest))
                .map(ArtifactInfo::getKind)
                .findFirst();
    }

    private static boolean holds(ArtifactInfo artifact, Digest digest) {
        return artifact.getSha256().equals(digest.hex())
                || artifact.getFiles().stream().anyMatch(f -> f.getSha256().equals(digest.hex()));
    }
}
