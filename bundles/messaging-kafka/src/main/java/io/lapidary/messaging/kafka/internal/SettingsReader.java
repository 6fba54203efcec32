package io.lapidary.messaging.kafka.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.work.Lane;
import io.lapidary.messaging.kafka.KafkaConnection;
import io.lapidary.messaging.kafka.KafkaSettings;

/** Makes settings of the configuration, and of what the node was started with where that says nothing. */
final class SettingsReader {
    private static final String SERVERS = "lapidary.bootstrap.servers";
    private static final String COMMAND_CONFIG = "lapidary.command.config";
    private static final String PARTITIONS = "lapidary.partitions";
    private static final int DEFAULT_PARTITIONS = 8;

    private SettingsReader() {}

    /** Whether it is known where the brokers are: of a node's own it is known once it runs. */
    static boolean isBrokerNamed(MessagingConfig config, UnaryOperator<String> started) {
        return or(config.bootstrap_servers(), started.apply(SERVERS)).isPresent()
                || or(config.command_config(), started.apply(COMMAND_CONFIG)).isPresent();
    }

    /**
     * @param started gives what the node was started with by name, or null
     * @throws LapidaryException of code invalid-request if a setting is out of its range or no broker is named
     */
    static KafkaSettings read(MessagingConfig config, UnaryOperator<String> started) throws LapidaryException {
        var servers = or(config.bootstrap_servers(), started.apply(SERVERS));
        var commandConfig =
                or(config.command_config(), started.apply(COMMAND_CONFIG)).map(Path::of);
        var connection = KafkaConnection.of(servers.orElse(""), commandConfig);
        try {
            return new KafkaSettings(
                    connection.withReplicas(config.replication_factor(), config.min_insync_replicas()),
                    config.partitions() > 0
                            ? config.partitions()
                            : or("", started.apply(PARTITIONS))
                                    .map(Integer::parseInt)
                                    .orElse(DEFAULT_PARTITIONS),
                    new TreeSet<>(List.of(config.tenants())),
                    Stream.of(config.lanes()).map(Lane::new).toList(),
                    Duration.ofDays(config.input_retention_days()),
                    Duration.ofDays(config.result_retention_days()),
                    Duration.ofSeconds(config.record_lock_seconds()),
                    config.delivery_limit(),
                    Duration.ofSeconds(config.publish_timeout_seconds()));
        } catch (IllegalArgumentException e) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_REQUEST,
                    "The settings of messaging cannot be used: " + e.getMessage() + ".",
                    "Correct configs/io.lapidary.messaging.kafka.cfg.",
                    e);
        }
    }

    private static Optional<String> or(String configured, String started) {
        return Stream.of(configured, started == null ? "" : started)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }
}
