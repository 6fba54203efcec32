package io.lapidary.messaging.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.lapidary.api.work.Lane;

/**
 * How the platform uses a cluster.
 *
 * @param connection how to reach it
 * @param partitions of every topic that is spread by key; never changed once the topics are made
 * @param tenants that have a requests topic of their own beside the default one
 * @param lanes that have a work topic
 * @param inputRetention how long requests, control, completions and work are kept: longer than the horizon of duplicates
 * @param resultRetention how long results, events, artifacts, evaluations and dead letters are kept
 * @param recordLock how long a work item is kept for a node that is not heard of; the cluster's bounds hold (15 s at least by
 *     default)
 * @param deliveryLimit how often an item is handed out before the broker gives it up; the cluster's bounds hold (10 at most by
 *     default)
 * @param publishTimeout how long a message that is published may take through an outage
 */
public record KafkaSettings(
        KafkaConnection connection,
        int partitions,
        Set<String> tenants,
        List<Lane> lanes,
        Duration inputRetention,
        Duration resultRetention,
        Duration recordLock,
        int deliveryLimit,
        Duration publishTimeout) {
    private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
    private static final int MAX_PARTITIONS = 1000;

    public KafkaSettings {
        Objects.requireNonNull(connection, "connection");
        tenants = Set.copyOf(new TreeSet<>(tenants));
        lanes = List.copyOf(lanes);
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException("partitions=" + partitions + " is not from 1 to " + MAX_PARTITIONS);
        }
        for (String tenant : tenants) {
            if (!isTenant(tenant)) {
                throw new IllegalArgumentException("tenant '" + tenant + "' is not of the form " + TENANT);
            }
        }
        positive("input retention", inputRetention);
        positive("result retention", resultRetention);
        positive("record lock", recordLock);
        positive("publish timeout", publishTimeout);
        if (deliveryLimit < 2) {
            throw new IllegalArgumentException("a delivery limit of " + deliveryLimit + " is less than 2");
        }
    }

    /** Whether a tenant may be called so. */
    public static boolean isTenant(String name) {
        return TENANT.matcher(name).matches();
    }

    /** Defaults: 8 partitions, the default tenant, all lanes, 14 and 30 days, a lock of 15 s, 10 deliveries. */
    public static KafkaSettings of(KafkaConnection connection) {
        return new KafkaSettings(
                connection,
                8,
                Set.of(),
                List.of(Lane.LIGHT, Lane.CALIBRATE, Lane.TRAIN),
                Duration.ofDays(14),
                Duration.ofDays(30),
                Duration.ofSeconds(15),
                10,
                Duration.ofSeconds(60));
    }

    public KafkaSettings withPartitions(int count) {
        return new KafkaSettings(
                connection,
                count,
                tenants,
                lanes,
                inputRetention,
                resultRetention,
                recordLock,
                deliveryLimit,
                publishTimeout);
    }

    public KafkaSettings withTenants(Set<String> names) {
        return new KafkaSettings(
                connection,
                partitions,
                names,
                lanes,
                inputRetention,
                resultRetention,
                recordLock,
                deliveryLimit,
                publishTimeout);
    }

    public KafkaSettings withRecordLock(Duration lock) {
        return new KafkaSettings(
                connection,
                partitions,
                tenants,
                lanes,
                inputRetention,
                resultRetention,
                lock,
                deliveryLimit,
                publishTimeout);
    }

    public KafkaSettings withPublishTimeout(Duration timeout) {
        return new KafkaSettings(
                connection,
                partitions,
                tenants,
                lanes,
                inputRetention,
                resultRetention,
                recordLock,
                deliveryLimit,
                timeout);
    }

    private static void positive(String what, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("a " + what + " of " + duration + " is not positive");
        }
    }
}
