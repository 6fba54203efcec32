package io.lapidary.shell.platform;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.TenantUse;
import io.lapidary.events.codec.Topics;
import io.lapidary.messaging.kafka.ClusterTopics;
import io.lapidary.messaging.kafka.KafkaConnection;
import io.lapidary.messaging.kafka.KafkaMessaging;
import io.lapidary.messaging.kafka.KafkaSettings;

/** Topics of a Kafka cluster. */
public final class KafkaTopicDesk implements TopicDesk {
    @Override
    public void create(Address address, OptionalInt partitions, Set<String> tenants)
            throws LapidaryException, InterruptedException {
        KafkaConnection connection = connection(address);
        ClusterTopics there = KafkaMessaging.topics(connection);
        var all = new TreeSet<>(there.tenants());
        all.addAll(tenants);
        KafkaMessaging.createTopics(settings(connection, partitions.orElse(there.partitions()), all));
    }

    @Override
    public void check(Address address) throws LapidaryException, InterruptedException {
        KafkaConnection connection = connection(address);
        ClusterTopics there = KafkaMessaging.topics(connection);
        KafkaMessaging.checkTopics(settings(connection, there.partitions(), there.tenants()));
    }

    @Override
    public SortedSet<String> tenants(Address address) throws LapidaryException, InterruptedException {
        return KafkaMessaging.topics(connection(address)).tenants();
    }

    @Override
    public Map<String, TenantUse> uses(Address address) throws LapidaryException, InterruptedException {
        try (KafkaMessaging messaging = KafkaMessaging.connect(KafkaSettings.of(connection(address)))) {
            return TenantUses.read(messaging.reader(), messaging.codec());
        }
    }

    private static KafkaSettings settings(KafkaConnection connection, int partitions, Set<String> tenants) {
        var others = new TreeSet<>(tenants);
        others.remove(Topics.DEFAULT_TENANT);
        KafkaSettings settings = KafkaSettings.of(connection).withTenants(others);
        return partitions == 0 ? settings : settings.withPartitions(partitions);
    }

    private static KafkaConnection connection(Address address) throws LapidaryException {
        return KafkaConnection.of(address.bootstrapServers(), address.commandConfig());
    }
}
