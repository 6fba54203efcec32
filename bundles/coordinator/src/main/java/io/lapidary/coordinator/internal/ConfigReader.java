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
        check(config);
        var retries = new RetryPolicy(
                Map.of(
                        ErrorType.RESOURCE, config.attempts_resource(),
                        ErrorType.EXTERNAL, config.attempts_external(),
                        ErrorType.INTERNAL, config.attempts_internal()),
                config.attempts_lost(),
                config.attempts_unheard(),
                Duration.ofMillis(config.backoff_first_millis()),
                // A file in which it is less is refused before (OSGI-INF/settings); who sets it by other ways gets the
                // first.
                Duration.ofMillis(Math.max(config.backoff_first_millis(), config.backoff_max_millis())));
        var rules = new Rules(
                node,
                Duration.ofHours(config.horizon_hours()),
                Duration.ofSeconds(config.lease_seconds()),
                retries,
                config.max_rounds(),
                config.max_candidates());
        var windows = new WindowRules(config.lane_max(), config.lane_per_core(), config.lane_shared_per_core());
        return new CoordinatorSettings(
                rules,
                windows,
                Duration.ofSeconds(config.catalog_life_seconds()),
                Duration.ofMillis(config.schema_patience_millis()),
                partitions,
                MAX_MESSAGE_BYTES);
    }

    private static void check(CoordinatorConfig config) {
        atLeast("horizon.hours", config.horizon_hours(), 1);
        atLeast("lease.seconds", config.lease_seconds(), 5);
        atLeast("attempts.resource", config.attempts_resource(), 1);
        atLeast("attempts.external", config.attempts_external(), 1);
        atLeast("attempts.internal", config.attempts_internal(), 1);
        atLeast("attempts.lost", config.attempts_lost(), 1);
        atLeast("attempts.unheard", config.attempts_unheard(), 1);
        atLeast("backoff.first.millis", config.backoff_first_millis(), 1);
        atLeast("backoff.max.millis", config.backoff_max_millis(), 1);
        atLeast("max.rounds", config.max_rounds(), 1);
        atLeast("max.candidates", config.max_candidates(), 1);
        atLeast("lane.max", config.lane_max(), 1);
        atLeast("lane.per.core", config.lane_per_core(), 1);
        atLeast("lane.shared.per.core", config.lane_shared_per_core(), config.lane_per_core());
        atLeast("catalog.life.seconds", config.catalog_life_seconds(), 10);
        atLeast("schema.patience.millis", config.schema_patience_millis(), 0);
        atLeast("threads", config.threads(), 1);
        atLeast("standbys", config.standbys(), 0);
        atLeast("commit.millis", config.commit_millis(), 5);
        atLeast("session.timeout.millis", config.session_timeout_millis(), 6000);
        atLeast("stop.seconds", config.stop_seconds(), 1);
    }

    private static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "io.lapidary.coordinator: " + key + " = " + value + " is below " + least);
        }
    }
}
