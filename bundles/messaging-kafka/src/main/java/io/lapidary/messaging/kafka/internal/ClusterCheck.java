package io.lapidary.messaging.kafka.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;
import io.lapidary.messaging.kafka.KafkaConnection;

/** Finds out, before anything depends on it, whether a cluster can do what the platform needs. */
final class ClusterCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterCheck.class);
    private static final String SHARE_VERSION = "share.version";

    /** Topics of the brokers' own: what needs each, and the setting that says how often it is replicated. */
    private static final Map<String, String> REPLICATED = Map.of(
            "transaction.state.log.replication.factor", "transactions",
            "share.coordinator.state.topic.replication.factor", "share groups",
            "offsets.topic.replication.factor", "consumer groups");

    private final KafkaConnection connection;
    private final Admin admin;
    private final Calls calls;

    ClusterCheck(KafkaConnection connection, Admin admin) {
        this.connection = connection;
        this.admin = admin;
        this.calls = new Calls(connection);
    }

    void run() throws LapidaryException, InterruptedException {
        List<Node> nodes = List.copyOf(
                calls.get("asking for its brokers", admin.describeCluster().nodes()));
        shareGroups();
        if (!nodes.isEmpty()) {
            replication(nodes);
        }
    }

    private void shareGroups() throws LapidaryException, InterruptedException {
        Map<String, FinalizedVersionRange> features = calls.get(
                        "asking for its features", admin.describeFeatures().featureMetadata())
                .finalizedFeatures();
        FinalizedVersionRange share = features.get(SHARE_VERSION);
        if (share == null || share.maxVersionLevel() < 1) {
            throw Failures.unsuitable(
                    "The cluster at " + connection.servers() + " has no share groups, which hand out the work.",
                    Failures.NEEDED + " If the brokers are, run: kafka-features.sh upgrade --feature " + SHARE_VERSION
                            + "=1.",
                    null);
        }
    }

    /** A broker that may not be asked is taken to be well set up. */
    private void replication(List<Node> nodes) throws LapidaryException, InterruptedException {
        var broker = new ConfigResource(ConfigResource.Type.BROKER, nodes.get(0).idString());
        Config config;
        try {
            config = admin.describeConfigs(List.of(broker)).all().get().get(broker);
        } catch (ExecutionException e) {
            LOG.debug("The brokers' settings cannot be read: {}", Failures.line(Failures.cause(e)));
            return;
        }
        for (Map.Entry<String, String> topic : REPLICATED.entrySet()) {
            ConfigEntry entry = config.get(topic.getKey());
            if (entry != null && entry.value() != null && Integer.parseInt(entry.value()) > nodes.size()) {
                throw Failures.unsuitable(
                        "The cluster at " + connection.servers() + " has " + nodes.size() + " broker(s), but "
                                + topic.getKey() + "=" + entry.value() + ", so that it has no " + topic.getValue()
                                + ".",
                        "Lower that setting of the brokers, or add brokers.",
                        null);
            }
        }
    }
}
