package io.lapidary.api.pipeline;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One step of a pipeline, as asked for.
 *
 * @param technique its id
 * @param version pinned, if the sender or the coordinator pinned one
 * @param parameters as given, not yet resolved
 */
public record Step(String technique, Optional<String> version, Map<String, String> parameters) {
    public Step {
        Objects.requireNonNull(technique, "technique");
        Objects.requireNonNull(version, "version");
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }
}
