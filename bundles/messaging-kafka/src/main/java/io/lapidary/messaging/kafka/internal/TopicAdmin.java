package io.lapidary.messaging.kafka.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;
import io.lapidary.messaging.kafka.KafkaConnection;
import io.lapidary.messaging.kafka.TopicLayout;

/** Makes the topics that are missing, and checks those that are there. */
final class TopicAdmin {
    private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);

    private static final Duration SPREADING = Duration.ofSeconds(15);

    private final KafkaConnection connection;
    private final Admin admin;
    private final Calls calls;

    TopicAdmin(KafkaConnection connection, Admin admin) {
        this.connection = connection;
        this.admin = admin;
        this.calls = new Calls(connection);
    }

    /** @throws LapidaryException naming every topic that is missing and may not be made, or is not as it must be */
    void ensure(List<TopicLayout> layouts) throws LapidaryException, InterruptedException {
        Map<String, TopicDescription> there = describeAll(layouts);
        List<String> made = make(layouts.stream()
                .filter(layout -> !there.containsKey(layout.name()))
                .toList());
        check(layouts, awaitLogs(layouts, made));
    }

    /**
     * A topic that was made is known to every broker only a little later, and a broker tells that it leads a partition some
     * milliseconds before it takes anything for it. A producer that sends two batches in that time may have the first refused and
     * the second taken; the first then never follows the second, and the producer sends nothing more to that partition until its two
     * minutes of delivery are over. Only a leader that has its log tells where the log ends.
     *
     * @return what is there
     */
    private Map<String, TopicDescription> awaitLogs(List<TopicLayout> layouts, List<String> made)
            throws LapidaryException, InterruptedException {
        long end = System.nanoTime() + SPREADING.toNanos();
        while (true) {
            Map<String, TopicDescription> there = describeAll(layouts);
            Optional<Throwable> refused = readEnds(there.values());
            // A broker that another one told of a topic knows it, the next may not yet.
            boolean known = there.keySet().containsAll(made)
                    && refused.filter(UnknownTopicOrPartitionException.class::isInstance)
                            .isEmpty();
            if (known || System.nanoTime() >= end) {
                // No reason not to start: what is led again takes messages again.
                refused.ifPresent(
                        why -> LOG.warn("Partitions without a leader may hold messages up: {}", Failures.line(why)));
                return there;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Why the ends of logs cannot be read; empty where they can. */
    private Optional<Throwable> readEnds(Collection<TopicDescription> topics)
            throws LapidaryException, InterruptedException {
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        for (TopicDescription topic : topics) {
            topic.partitions()
                    .forEach(partition ->
                            ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        var options = new ListOffsetsOptions().timeoutMs((int) SPREADING.toMillis());
        return failure(
                admin.listOffsets(ends, options).all(),
                "waiting for the topics' leaders",
                UnknownTopicOrPartitionException.class,
                TimeoutException.class,
                AuthorizationException.class);
    }

    /** @throws LapidaryException naming every topic that is missing or not as it must be */
    void check(List<TopicLayout> layouts) throws LapidaryException, InterruptedException {
        check(layouts, describeAll(layouts));
    }

    /** @throws LapidaryException if there is no such topic, and so no node has ever used the cluster */
    void mustExist(String topic) throws LapidaryException, InterruptedException {
        if (describe(List.of(topic)).isEmpty()) {
            throw Failures.unsuitable(
                    "The cluster at " + connection.servers() + " has no topic " + topic
                            + ": no Lapidary node has used it yet.",
                    "Start a node with this cluster first.",
                    null);
        }
    }

    private Map<String, TopicDescription> describeAll(List<TopicLayout> layouts)
            throws LapidaryException, InterruptedException {
        return describe(layouts.stream().map(TopicLayout::name).toList());
    }

    private Map<String, TopicDescription> describe(List<String> names) throws LapidaryException, InterruptedException {
        var answers = admin.describeTopics(names).topicNameValues();
        var found = new LinkedHashMap<String, TopicDescription>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
            String what = "describing the topic " + answer.getKey();
            if (failure(answer.getValue(), what, UnknownTopicOrPartitionException.class)
                    .isEmpty()) {
                found.put(answer.getKey(), calls.get(what, answer.getValue()));
            }
        }
        return found;
    }

    /** The names of those that are there now, made here or by another node at the same time. */
    private List<String> make(List<TopicLayout> missing) throws LapidaryException, InterruptedException {
        var topics = new ArrayList<NewTopic>();
        for (TopicLayout layout : missing) {
            Optional<Short> replicas = connection.replicationFactor() == -1
                    ? Optional.empty()
                    : Optional.of((short) connection.replicationFactor());
            topics.add(
                    new NewTopic(layout.name(), Optional.of(layout.partitions()), replicas).configs(layout.configs()));
        }
        var answers = admin.createTopics(topics).values();
        var made = new ArrayList<String>();
        for (TopicLayout layout : missing) {
            Optional<Throwable> refused = failure(
                    answers.get(layout.name()),
                    "making the topic " + layout.name(),
                    TopicExistsException.class,
                    AuthorizationException.class,
                    PolicyViolationException.class);
            if (refused.isEmpty() || refused.get() instanceof TopicExistsException) {
                made.add(layout.name());
                LOG.info("The topic {} was made with {} partition(s)", layout.name(), layout.partitions());
            } else {
                LOG.warn("The topic {} may not be made: {}", layout.name(), Failures.line(refused.get()));
            }
        }
        return made;
    }

    private void check(List<TopicLayout> layouts, Map<String, TopicDescription> there)
            throws LapidaryException, InterruptedException {
        var faults = new ArrayList<String>();
        int missing = 0;
        for (TopicLayout layout : layouts) {
            TopicDescription topic = there.get(layout.name());
            if (topic == null) {
                missing++;
                faults.add(layout.name() + " is missing and may not be made; make it with " + layout.partitions()
                        + " partition(s) and " + layout.configs());
            } else if (topic.partitions().size() != layout.partitions()) {
                faults.add(layout.name() + " has " + topic.partitions().size() + " partition(s) instead of "
                        + layout.partitions());
            }
        }
        faults.addAll(uncompacted(layouts, there));
        if (!faults.isEmpty()) {
            throw Failures.unsuitable(
                    "Topics of the cluster at " + connection.servers() + " are not as they must be: "
                            + String.join("; ", faults) + ".",
                    faults.size() == missing
                            ? "Make them as a principal that may, with 'lapidary topics create', or 'lapidary tenant add'"
                                    + " for a tenant's."
                            : "Set partitions in configs/io.lapidary.messaging.kafka.cfg to what the topics have, or make"
                                    + " them anew; a topic's number of partitions is never changed.",
                    null);
        }
    }

    /** Compacted topics that would lose what must stay; where settings may not be read, they are taken to be right. */
    private List<String> uncompacted(List<TopicLayout> layouts, Map<String, TopicDescription> there)
            throws InterruptedException {
        List<ConfigResource> compacted = layouts.stream()
                .filter(layout -> layout.compacted() && there.containsKey(layout.name()))
                .map(layout -> new ConfigResource(ConfigResource.Type.TOPIC, layout.name()))
                .toList();
        var faults = new ArrayList<String>();
        try {
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(compacted).all().get();
            configs.forEach((topic, config) -> {
                String policy = config.get("cleanup.policy").value();
                if (!policy.contains("compact")) {
                    faults.add(topic.name() + " has cleanup.policy=" + policy + " instead of compact");
                }
            });
        } catch (ExecutionException e) {
            LOG.debug("The topics' settings cannot be read: {}", Failures.line(Failures.cause(e)));
        }
        return faults;
    }

    /** The failure of a call if it is of a kind that is expected; another one is thrown. */
    @SafeVarargs
    private Optional<Throwable> failure(KafkaFuture<?> answer, String what, Class<? extends Exception>... expected)
            throws LapidaryException, InterruptedException {
        try {
            answer.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            Throwable cause = Failures.cause(e);
            for (Class<? extends Exception> kind : expected) {
                if (kind.isInstance(cause)) {
                    return Optional.of(cause);
                }
            }
            throw Failures.of(connection, what, e);
        }
    }
}
