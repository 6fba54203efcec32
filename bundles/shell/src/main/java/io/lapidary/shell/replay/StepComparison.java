package io.lapidary.shell.replay;

import java.util.Objects;

import io.lapidary.events.StepInfo;

/**
 * A step as it was recorded, and as it ran again.
 *
 * @param recorded what the artifact's record says
 * @param replayed what became of it now
 */
public record StepComparison(StepInfo recorded, StepInfo replayed) {
    public StepComparison {
        Objects.requireNonNull(recorded, "recorded");
        Objects.requireNonNull(replayed, "replayed");
    }

    /** Whether the same bytes came out. */
    public boolean isEqual() {
        return recorded.getOutput().equals(replayed.getOutput());
    }

    /** Whether the same bytes of a bundle ran. */
    public boolean isSameBundle() {
        return recorded.getJar().equals(replayed.getJar());
    }
}
