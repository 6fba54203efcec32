package io.lapidary.messaging.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/**
 * How to reach the cluster. As a service it is there once the topics are.
 *
 * @param properties what every Kafka client is made with: {@code bootstrap.servers}, and security settings if there are any; the sizes of sockets'
 *     buffers are added if they are not there
 * @param replicationFactor of topics that are made; -1 for the cluster's default
 * @param minInsyncReplicas of topics that are made; 0 for the cluster's default
 */
public record KafkaConnection(Map<String, Object> properties, int replicationFactor, int minInsyncReplicas) {
    private static final String BOOTSTRAP = "bootstrap.servers";

    /**
     * The operating system's, which grow as they are needed. Into Kafka's own 32 and 64 KiB a segment of the loopback's size
     * may not fit; it is dropped then, and what it told comes 200 ms later.
     */
    private static final Map<String, Object> SOCKETS = Map.of("receive.buffer.bytes", -1, "send.buffer.bytes", -1);

    public KafkaConnection {
        var all = new TreeMap<>(SOCKETS);
        all.putAll(properties);
        properties = Collections.unmodifiableMap(all);
        if (!(properties.get(BOOTSTRAP) instanceof String servers) || servers.isBlank()) {
            throw new IllegalArgumentException("bootstrap.servers is not set");
        }
        if (replicationFactor != -1 && replicationFactor < 1) {
            throw new IllegalArgumentException("a replication factor of " + replicationFactor + " cannot be");
        }
        if (minInsyncReplicas < 0) {
            throw new IllegalArgumentException("min.insync.replicas=" + minInsyncReplicas + " is negative");
        }
    }

    /**
     * @param bootstrapServers host:port, several separated by commas
     * @param commandConfig a properties file as Kafka's own tools take it, with TLS and SASL settings
     * @throws LapidaryException of code invalid-request if the file cannot be read or no server is named
     */
    public static KafkaConnection of(String bootstrapServers, Optional<Path> commandConfig) throws LapidaryException {
        var properties = new TreeMap<String, Object>();
        if (commandConfig.isPresent()) {
            properties.putAll(read(commandConfig.get()));
        }
        if (!bootstrapServers.isBlank()) {
            properties.put(BOOTSTRAP, bootstrapServers.strip());
        }
        try {
            return new KafkaConnection(properties, -1, 0);
        } catch (IllegalArgumentException e) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_REQUEST,
                    "No Kafka broker is named.",
                    "Name one, as in --bootstrap-servers host:9092 or bootstrap.servers in"
                            + " configs/io.lapidary.messaging.kafka.cfg.",
                    e);
        }
    }

    /** How topics are made. */
    public KafkaConnection withReplicas(int factor, int minInsync) {
        return new KafkaConnection(properties, factor, minInsync);
    }

    /** The servers, for messages. */
    public String servers() {
        return (String) properties.get(BOOTSTRAP);
    }

    private static Map<String, String> read(Path file) throws LapidaryException {
        var properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_REQUEST,
                    "The Kafka client settings in " + file + " cannot be read.",
                    "Name a properties file as Kafka's own tools take it by --command-config.",
                    e);
        }
        var texts = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
        return texts;
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return "Kafka at " + servers();
    }
}
