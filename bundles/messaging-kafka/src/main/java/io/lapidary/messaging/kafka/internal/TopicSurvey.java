package io.lapidary.messaging.kafka.internal;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.codec.Topics;
import io.lapidary.messaging.kafka.ClusterTopics;
import io.lapidary.messaging.kafka.KafkaSettings;

/** Looks which of the platform's topics a cluster has. */
final class TopicSurvey {
    private final Admin admin;
    private final Calls calls;

    TopicSurvey(Admin admin, Calls calls) {
        this.admin = admin;
        this.calls = calls;
    }

    ClusterTopics take() throws LapidaryException, InterruptedException {
        Set<String> names = calls.get("listing its topics", admin.listTopics().names());
        var tenants = new TreeSet<String>();
        for (String name : names) {
            boolean requests = name.equals(Topics.REQUESTS) || name.startsWith(Topics.REQUESTS + ".");
            if (requests && KafkaSettings.isTenant(Topics.tenantOf(name))) {
                tenants.add(Topics.tenantOf(name));
            }
        }
        return new ClusterTopics(names.contains(Topics.REQUESTS) ? partitions() : 0, tenants);
    }

    private int partitions() throws LapidaryException, InterruptedException {
        TopicDescription requests = calls.get(
                "describing the topic " + Topics.REQUESTS,
                admin.describeTopics(List.of(Topics.REQUESTS)).topicNameValues().get(Topics.REQUESTS));
        return requests.partitions().size();
    }
}
