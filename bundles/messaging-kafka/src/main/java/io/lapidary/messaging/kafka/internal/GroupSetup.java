package io.lapidary.messaging.kafka.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;
import io.lapidary.messaging.kafka.KafkaConnection;
import io.lapidary.messaging.kafka.KafkaSettings;
import io.lapidary.messaging.kafka.TopicLayout;

/** Sets what share groups are to do; without it a new group would pass over items that came before its first member. */
final class GroupSetup {
    private static final Logger LOG = LoggerFactory.getLogger(GroupSetup.class);

    /** How far a lane may go on beyond an item that is still worked on; the most that brokers allow by default. */
    private static final int WINDOW = 4000;

    /** Without these, work is lost or done twice. */
    private static final Map<String, String> NEEDED = Map.of(
            "share.auto.offset.reset", "earliest",
            "share.isolation.level", "read_committed",
            "share.renew.acknowledge.enable", "true");

    private final KafkaConnection connection;
    private final Admin admin;

    GroupSetup(KafkaConnection connection, Admin admin) {
        this.connection = connection;
        this.admin = admin;
    }

    void ensure(KafkaSettings settings) throws LapidaryException, InterruptedException {
        var wished = new LinkedHashMap<String, String>();
        wished.put(
                "share.record.lock.duration.ms",
                Long.toString(settings.recordLock().toMillis()));
        wished.put("share.delivery.count.limit", Integer.toString(settings.deliveryLimit()));
        wished.put("share.partition.max.record.locks", Integer.toString(WINDOW));
        for (var lane : settings.lanes()) {
            var group = new ConfigResource(ConfigResource.Type.GROUP, TopicLayout.workers(lane));
            need(group);
            for (Map.Entry<String, String> wish : wished.entrySet()) {
                wish(group, wish.getKey(), wish.getValue());
            }
        }
    }

    private void need(ConfigResource group) throws LapidaryException, InterruptedException {
        try {
            set(group, NEEDED);
        } catch (ExecutionException e) {
            Throwable cause = Failures.cause(e);
            if (cause instanceof InvalidConfigurationException) {
                throw Failures.unsuitable(
                        "The brokers at " + connection.servers() + " do not know the share group settings "
                                + NEEDED.keySet() + ": " + Failures.line(cause),
                        Failures.NEEDED,
                        cause);
            } else if (!(cause instanceof AuthorizationException)) {
                throw Failures.of(connection, "setting up the group " + group.name(), e);
            }
            checkOnly(group);
        }
    }

    /** Where a group's settings may not be made, they must have been made. */
    private void checkOnly(ConfigResource group) throws LapidaryException, InterruptedException {
        Config config;
        try {
            config = admin.describeConfigs(List.of(group)).all().get().get(group);
        } catch (ExecutionException e) {
            LOG.warn("The settings of the group {} can be neither made nor read; it needs {}", group.name(), NEEDED, e);
            return;
        }
        for (Map.Entry<String, String> needed : NEEDED.entrySet()) {
            ConfigEntry entry = config.get(needed.getKey());
            if (entry == null || !needed.getValue().equals(entry.value())) {
                throw Failures.unsuitable(
                        "The share group " + group.name() + " is not set up, and the cluster at " + connection.servers()
                                + " forbids this node to do it.",
                        "Run: kafka-configs.sh --alter --entity-type groups --entity-name " + group.name()
                                + " --add-config " + text(NEEDED) + ".",
                        null);
            }
        }
    }

    /** What the cluster's bounds do not allow stays as it is there. */
    private void wish(ConfigResource group, String name, String value) throws LapidaryException, InterruptedException {
        try {
            set(group, Map.of(name, value));
        } catch (ExecutionException e) {
            Throwable cause = Failures.cause(e);
            if (!(cause instanceof InvalidConfigurationException) && !(cause instanceof AuthorizationException)) {
                throw Failures.of(connection, "setting up the group " + group.name(), e);
            }
            LOG.warn("The group {} keeps its own {}: {}", group.name(), name, Failures.line(cause));
        }
    }

    private void set(ConfigResource group, Map<String, String> values) throws ExecutionException, InterruptedException {
        List<AlterConfigOp> changes = values.entrySet().stream()
                .map(value ->
                        new AlterConfigOp(new ConfigEntry(value.getKey(), value.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        admin.incrementalAlterConfigs(Map.of(group, changes)).all().get();
    }

    private static String text(Map<String, String> values) {
        return String.join(
                ",",
                values.entrySet().stream()
                        .map(value -> value.getKey() + "=" + value.getValue())
                        .sorted()
                        .toList());
    }
}
