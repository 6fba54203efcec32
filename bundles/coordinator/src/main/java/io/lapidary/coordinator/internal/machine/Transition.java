package io.lapidary.coordinator.internal.machine;

import java.util.List;
import java.util.Optional;

/**
 * @param entry what is known afterwards
 * @param effects what is sent, in order
 */
public record Transition(Optional<Entry> entry, List<Effect> effects) {
    public Transition {
        effects = List.copyOf(effects);
    }

    /** Nothing changes and nothing is sent. */
    static Transition none(Optional<Entry> entry) {
        return new Transition(entry, List.of());
    }
}
