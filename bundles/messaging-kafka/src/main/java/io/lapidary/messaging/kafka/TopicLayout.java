package io.lapidary.messaging.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.lapidary.api.work.Lane;
import io.lapidary.events.codec.Topics;

/**
 * A topic as it must be.
 *
 * @param name its name
 * @param partitions how many; never changed once it is made
 * @param compacted whether the latest message of each key must stay
 * @param configs what it is made with
 */
public record TopicLayout(String name, int partitions, boolean compacted, Map<String, String> configs) {
    /**
     * A share group spreads partitions over its members, and a member that is busy with a long item fetches nothing: with several
     * partitions, items of its partitions would wait for it though others are free. One partition is everybody's.
     */
    private static final int WORK_PARTITIONS = 1;

    private static final String CLEANUP = "cleanup.policy";
    private static final String RETENTION = "retention.ms";

    /** Cleaned early, so that reading it from the beginning stays short. */
    private static final Map<String, String> OFTEN_WRITTEN = Map.of(
            CLEANUP,
            "compact",
            "segment.ms",
            millis(Duration.ofMinutes(10)),
            "min.cleanable.dirty.ratio",
            "0.1",
            "delete.retention.ms",
            millis(Duration.ofHours(1)));

    public TopicLayout {
        configs = Collections.unmodifiableMap(new TreeMap<>(configs));
    }

    /**
     * Every topic of the platform. Requests, control, completions and heartbeats have one number of partitions, since they meet,
     * by requestId, in one state machine.
     */
    public static List<TopicLayout> all(KafkaSettings settings) {
        var layouts = new ArrayList<TopicLayout>();
        var inputs = new ArrayList<>(List.of(Topics.REQUESTS, Topics.CONTROL, Topics.COMPLETIONS));
        inputs.add(Topics.control(Topics.DEFAULT_TENANT));
        settings.tenants().stream()
                .sorted()
                .flatMap(tenant -> Stream.of(Topics.requests(tenant), Topics.control(tenant)))
                .forEach(inputs::add);
        inputs.forEach(name -> layouts.add(kept(name, settings.partitions(), settings.inputRetention(), settings)));
        for (Lane lane : settings.lanes()) {
            layouts.add(kept(Topics.work(lane), WORK_PARTITIONS, settings.inputRetention(), settings));
        }
        // Of use for a lease, which is minutes.
        layouts.add(kept(Topics.HEARTBEATS, settings.partitions(), Duration.ofHours(6), settings));
        for (String name : List.of(Topics.RESULTS, Topics.EVENTS, Topics.ARTIFACTS, Topics.EVALUATIONS)) {
            layouts.add(kept(name, settings.partitions(), settings.resultRetention(), settings));
        }
        layouts.add(kept(Topics.DEAD_LETTERS, 1, settings.resultRetention(), settings));
        layouts.add(compacted(Topics.SCHEMAS, Map.of(CLEANUP, "compact"), settings));
        layouts.add(compacted(Topics.CATALOG, catalog(), settings));
        layouts.add(compacted(Topics.TENANT_USE, OFTEN_WRITTEN, settings));
        return List.copyOf(layouts);
    }

    /** Announced anew every few seconds; nodes that are gone go. */
    private static Map<String, String> catalog() {
        var configs = new TreeMap<>(OFTEN_WRITTEN);
        configs.put(CLEANUP, "compact,delete");
        configs.put(RETENTION, millis(Duration.ofHours(6)));
        return configs;
    }

    private static TopicLayout kept(String name, int partitions, Duration retention, KafkaSettings settings) {
        return layout(name, partitions, false, Map.of(CLEANUP, "delete", RETENTION, millis(retention)), settings);
    }

    private static TopicLayout compacted(String name, Map<String, String> configs, KafkaSettings settings) {
        return layout(name, 1, true, configs, settings);
    }

    private static TopicLayout layout(
            String name, int partitions, boolean compacted, Map<String, String> configs, KafkaSettings settings) {
        var all = new TreeMap<>(configs);
        if (settings.connection().minInsyncReplicas() > 0) {
            all.put(
                    "min.insync.replicas",
                    Integer.toString(settings.connection().minInsyncReplicas()));
        }
        return new TopicLayout(name, partitions, compacted, all);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    /** The share group that takes a lane's items. */
    public static String workers(Lane lane) {
        return "lapidary-workers-" + lane.id();
    }
}
