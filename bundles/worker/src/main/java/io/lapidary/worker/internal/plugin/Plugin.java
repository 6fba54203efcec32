package io.lapidary.worker.internal.plugin;

import java.util.Objects;

import io.lapidary.api.Digest;

/**
 * A service of a plugin, and who it is.
 *
 * @param service to call
 * @param id as in its descriptor
 * @param version as in its descriptor
 * @param jar digest of its bundle's content
 * @param wiring digest of its bundle's content and of all bundles it is wired to: what its results depend on
 */
public record Plugin<T>(T service, String id, String version, Digest jar, Digest wiring) {
    public Plugin {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(jar, "jar");
        Objects.requireNonNull(wiring, "wiring");
    }

    /** As in {@code float16 1.0.0}. */
    public String name() {
        return id + " " + version;
    }
}
