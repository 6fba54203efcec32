package io.lapidary.coordinator.internal.topology;

import java.time.Duration;
import java.util.Objects;

import io.lapidary.coordinator.internal.machine.Rules;
import io.lapidary.coordinator.internal.queue.WindowRules;

/**
 * @param rules of the state machine
 * @param windows how far lanes are filled
 * @param catalogLife how long an announcement of a node counts
 * @param schemaPatience how long a message waits for its writer schema, which comes by another topic
 * @param partitions of the topics keyed by requestId
 * @param maxMessageBytes the most that a message or a state may take
 */
public record CoordinatorSettings(
        Rules rules,
        WindowRules windows,
        Duration catalogLife,
        Duration schemaPatience,
        int partitions,
        int maxMessageBytes) {
    public CoordinatorSettings {
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(windows, "windows");
        Objects.requireNonNull(catalogLife, "catalogLife");
        Objects.requireNonNull(schemaPatience, "schemaPatience");
        if (partitions < 1 || maxMessageBytes < 10_000) {
            throw new IllegalArgumentException(partitions + " partitions, " + maxMessageBytes + " bytes");
        }
    }
}
