package io.lapidary.messaging.kafka.internal;

import java.time.Duration;
import java.util.TreeSet;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.codec.Topics;
import io.lapidary.messaging.kafka.ClusterTopics;
import io.lapidary.messaging.kafka.KafkaSettings;
import io.lapidary.messaging.kafka.TopicLayout;

/** Makes a cluster ready for the platform, or says what is wrong with it. */
public final class Preparation {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Preparation() {}

    /** Checks the cluster, makes topics and sets up groups. Ends within a minute, whatever the cluster does. */
    public static void prepare(Clients clients, KafkaSettings settings) throws LapidaryException, InterruptedException {
        try (Admin admin = admin(clients)) {
            new ClusterCheck(settings.connection(), admin).run();
            new TopicAdmin(settings.connection(), admin).ensure(TopicLayout.all(withTenantsOf(admin, settings)));
            new GroupSetup(settings.connection(), admin).ensure(settings);
        }
    }

    /** Tenants may be added while no node runs, or by a release that made them fewer topics. */
    private static KafkaSettings withTenantsOf(Admin admin, KafkaSettings settings)
            throws LapidaryException, InterruptedException {
        var tenants = new TreeSet<>(settings.tenants());
        tenants.addAll(
                new TopicSurvey(admin, new Calls(settings.connection())).take().tenants());
        tenants.remove(Topics.DEFAULT_TENANT);
        return settings.withTenants(tenants);
    }

    /** Checks the cluster and its topics, changing nothing. */
    public static void check(Clients clients, KafkaSettings settings) throws LapidaryException, InterruptedException {
        try (Admin admin = admin(clients)) {
            new ClusterCheck(settings.connection(), admin).run();
            new TopicAdmin(settings.connection(), admin).check(TopicLayout.all(settings));
        }
    }

    /** Finds out whether the cluster answers, and whether a node has ever set it up. */
    public static void reach(Clients clients) throws LapidaryException, InterruptedException {
        Listening.require(clients.connection());
        try (Admin admin = admin(clients)) {
            new Calls(clients.connection())
                    .get("asking for its brokers", admin.describeCluster().nodes());
            new TopicAdmin(clients.connection(), admin).mustExist(Topics.SCHEMAS);
        }
    }

    /** Looks which of the platform's topics there are. */
    public static ClusterTopics survey(Clients clients) throws LapidaryException, InterruptedException {
        Listening.require(clients.connection());
        try (Admin admin = admin(clients)) {
            return new TopicSurvey(admin, new Calls(clients.connection())).take();
        }
    }

    private static Admin admin(Clients clients) throws LapidaryException {
        try {
            return clients.admin(PATIENCE);
        } catch (KafkaException e) {
            // Wrong settings and unknown hosts show here, the reason in the cause.
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw Failures.of(clients.connection(), "connecting", reason);
        }
    }
}
