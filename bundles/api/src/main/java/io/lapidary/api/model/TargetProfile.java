package io.lapidary.api.model;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The hardware that a pipeline is for.
 *
 * @param backend the backend's id, as in {@code cpu}
 * @param profile one of the backend's profiles, as in {@code desktop}
 * @param parameters the backend's parameters as given, not yet resolved
 */
public record TargetProfile(String backend, String profile, Map<String, String> parameters) {
    public TargetProfile {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(profile, "profile");
        parameters = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /** As on the command line: {@code cpu:desktop}. */
    @Override
    public String toString() {
        return backend + ":" + profile;
    }
}
