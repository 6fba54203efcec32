package io.lapidary.shell.platform;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Which platform was asked for.
 *
 * @param bootstrapServers a Kafka cluster, if one was named
 * @param commandConfig properties of the Kafka clients, if named
 * @param data a node's data folder, where its {@code node.json} tells of it
 * @param store the store that the platform's nodes use, if named
 */
public record PlatformChoice(
        Optional<String> bootstrapServers, Optional<Path> commandConfig, Path data, Optional<Path> store) {
    public PlatformChoice {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        Objects.requireNonNull(commandConfig, "commandConfig");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(store, "store");
    }
}
