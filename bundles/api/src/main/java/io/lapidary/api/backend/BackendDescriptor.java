package io.lapidary.api.backend;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.lapidary.api.parameter.Parameter;

/**
 * @param id lower-case words joined by hyphens, as in {@code cpu}
 * @param version {@code major.minor.micro}; it changes whenever a package for an equal input may change
 * @param summary one sentence
 * @param profiles at least one; the first is the default
 * @param parameters what can be set on a target
 */
public record BackendDescriptor(
        String id, String version, String summary, List<Profile> profiles, List<Parameter<?>> parameters) {
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    public BackendDescriptor {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("backend id '" + id + "' is not of the form " + ID);
        }
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("version '" + version + "' of " + id + " is not major.minor.micro");
        }
        Objects.requireNonNull(summary, "summary");
        profiles = List.copyOf(profiles);
        parameters = List.copyOf(parameters);
        if (profiles.isEmpty()) {
            throw new IllegalArgumentException(id + " has no profile");
        }
    }

    /**
     * A variant of the hardware.
     *
     * @param id as in {@code desktop}
     * @param summary one sentence
     */
    public record Profile(String id, String summary) {}
}
