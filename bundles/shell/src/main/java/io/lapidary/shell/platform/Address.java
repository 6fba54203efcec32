package io.lapidary.shell.platform;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a platform is.
 *
 * @param bootstrapServers its Kafka cluster
 * @param commandConfig properties of the Kafka clients, if they need any
 * @param store folder of the store that its nodes use, if known
 */
public record Address(String bootstrapServers, Optional<Path> commandConfig, Optional<Path> store) {
    public Address {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        Objects.requireNonNull(commandConfig, "commandConfig");
        Objects.requireNonNull(store, "store");
    }
}
