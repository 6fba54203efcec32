package io.lapidary.worker.internal.job;

import java.nio.file.Path;
import java.util.Optional;

import io.lapidary.api.work.Checkpoints;

/** For what is short: nothing is kept. */
enum NoCheckpoints implements Checkpoints {
    INSTANCE;

    @Override
    public void save(Path file) {
        // A package or an evaluation is made anew from its model.
    }

    @Override
    public Optional<Path> latest() {
        return Optional.empty();
    }
}
