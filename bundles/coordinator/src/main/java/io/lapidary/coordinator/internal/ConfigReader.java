package io.lapidary.coordinator.internal;

import java.time.Duration;
import java.util.Map;

import io.lapidary.api.ErrorType;
import io.lapidary.coordinator.internal.machine.RetryPolicy;
import io.lapidary.coordinator.internal.machine.Rules;
import io.lapidary.coordinator.internal.queue.WindowRules;
import io.lapidary.coordinator.internal.topology.CoordinatorSettings;

/** From what an operator sets to what the parts take. */
final class ConfigReader {
    /** Below the megabyte that brokers and producers take by default, with room for headers. */
    private static final int MAX_MESSAGE_BYTES = 900_000;

    private ConfigReader() {}

    /**
     * @param partitions of the topics as they are
     * @throws IllegalArgumentException if a value is out of its range
     */
    static CoordinatorSettings settings(CoordinatorConfig config, String node, int partitions) {
        var retries = new RetryPolicy(
                Map.of(
                        ErrorType.RESOURCE, config.attempts_resource(),
                        ErrorType.EXTERNAL, config.attempts_external(),
                        ErrorType.INTERNAL, config.attempts_internal()),
                config.attempts_lost(),
                config.attempts_unheard(),
                Duration.ofMillis(config.backoff_first_millis()),
                Duration.ofMillis(config.backoff_max_millis()));
        var rules = new Rules(
                node,
                Duration.ofHours(config.horizon_hours()),
                Duration.ofSeconds(config.lease_seconds()),
                retries,
                config.max_rounds(),
                config.max_candidates());
        var windows = new WindowRules(
                config.lane_initial(),
                config.lane_max(),
                Duration.ofMillis(config.lane_ahead_millis()),
                config.lane_per_core());
        return new CoordinatorSettings(
                rules,
                windows,
                Duration.ofSeconds(config.catalog_life_seconds()),
                Duration.ofMillis(config.schema_patience_millis()),
                partitions,
                MAX_MESSAGE_BYTES);
    }
}
