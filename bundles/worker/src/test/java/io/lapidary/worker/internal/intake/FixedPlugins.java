package io.lapidary.worker.internal.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lapidary.api.Digest;
import io.lapidary.worker.internal.plugin.Lease;
import io.lapidary.worker.internal.plugin.Plugin;
import io.lapidary.worker.internal.plugin.Plugins;

/** Plugins that are there from the beginning. */
final class FixedPlugins<T> implements Plugins<T> {
    private final List<Plugin<T>> plugins = new ArrayList<>();

    FixedPlugins<T> add(String id, String version, T service) {
        plugins.add(new Plugin<>(service, id, version, Digest.of(id), Digest.of(id + "'s wiring")));
        return this;
    }

    @Override
    public Optional<Lease<T>> borrow(String id, Optional<String> version, Optional<Digest> jar, Duration patience) {
        return plugins.stream()
                .filter(p ->
                        p.id().equals(id) && version.map(p.version()::equals).orElse(true))
                .filter(p -> jar.map(p.jar()::equals).orElse(true))
                .findFirst()
                .map(p -> new Lease<>(p, () -> {}));
    }

    @Override
    public List<Plugin<T>> offered() {
        return plugins;
    }
}
