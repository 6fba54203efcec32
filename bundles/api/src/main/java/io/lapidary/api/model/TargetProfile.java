package io.lapidary.api.model;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The hardware that a pipeline is for.
 *
 * @param backend the backend's id, as in {@code cpu}
 * @param profile one of the backend's profiles, as in {@code desktop}; empty for its default
 * @param parameters the backend's parameters as given, not yet resolved
 */
public record TargetProfile(String backend, String profile, Map<String, String> parameters) {
    public TargetProfile {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(profile, "profile");
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /** As on the command line: {@code cpu:desktop,threads=4}, or {@code cpu} where nothing else is named. */
    @Override
    public String toString() {
        var text = new StringBuilder(profile.isEmpty() ? backend : backend + ":" + profile);
        parameters.forEach(
                (name, value) -> text.append(',').append(name).append('=').append(value.replace(",", "\\,")));
        return text.toString();
    }
}
