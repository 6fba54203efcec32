package io.lapidary.shell.result;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.lapidary.events.ArtifactInfo;

/**
 * Which artifacts lie where.
 *
 * @param paths artifact to its file or folder
 */
public record Written(Map<ArtifactInfo, Path> paths) {
    /** Nothing was written. */
    public static final Written NOTHING = new Written(Map.of());

    public Written {
        paths = Map.copyOf(paths);
    }

    public Optional<Path> path(ArtifactInfo artifact) {
        return Optional.ofNullable(paths.get(artifact));
    }
}
