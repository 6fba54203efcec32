package io.lapidary.worker.internal.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.api.work.Checkpoints;

/** Checkpoints as a chain of bindings in the store: 0, 1, 2 ...; the last that is bound is the latest. */
final class StoredCheckpoints implements Checkpoints {
    private static final Duration KEPT = Duration.ofDays(1);

    private final ArtifactStore store;
    private final StepKey key;
    private final Path folder;
    private int next = -1;

    StoredCheckpoints(ArtifactStore store, StepKey key, Path folder) {
        this.store = store;
        this.key = key;
        this.folder = folder;
    }

    @Override
    public void save(Path file) throws LapidaryException {
        seek();
        Digest digest = store.put(file);
        store.pin(digest, key.recordKey(), KEPT);
        // Another attempt of the same step may have bound this number meanwhile: its state is as good, ours comes after
        // it.
        while (!store.bind(key.checkpointKey(next), digest).equals(digest)) {
            next++;
        }
        next++;
    }

    @Override
    public Optional<Path> latest() throws LapidaryException {
        seek();
        if (next == 0) {
            return Optional.empty();
        }
        Digest digest = store.binding(key.checkpointKey(next - 1)).orElseThrow();
        if (!store.contains(digest)) {
            return Optional.empty();
        }
        try {
            Path copy = folder.resolve("checkpoint");
            Files.copy(store.file(digest), copy, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(copy);
        } catch (IOException e) {
            throw new LapidaryException(
                    ErrorCodes.STORE_UNAVAILABLE,
                    "Cannot copy a checkpoint into " + folder + ".",
                    "Check the disk of the node's work folder.",
                    e);
        }
    }

    private void seek() throws LapidaryException {
        if (next < 0) {
            next = 0;
            while (store.binding(key.checkpointKey(next)).isPresent()) {
                next++;
            }
        }
    }
}
