package io.lapidary.api.work;

import java.nio.file.Path;
import java.util.Optional;

import io.lapidary.api.LapidaryException;

/** Lets long work go on where a killed attempt, on whichever node, left off. Keyed by the step's inputs, so it fits. */
public interface Checkpoints {
    /** Keeps a file as the latest state, in place of the one before. */
    void save(Path file) throws LapidaryException;

    /** The latest state, copied into the work folder. */
    Optional<Path> latest() throws LapidaryException;
}
