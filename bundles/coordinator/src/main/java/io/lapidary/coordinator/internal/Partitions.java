package io.lapidary.coordinator.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.events.codec.Topics;

/** The number of partitions of the topics that meet in the coordinator. */
final class Partitions {
    private static final List<String> KEYED =
            List.of(Topics.REQUESTS, Topics.CONTROL, Topics.COMPLETIONS, Topics.HEARTBEATS);
    private static final long PATIENCE_SECONDS = 60;

    private Partitions() {}

    /** @throws LapidaryException if a topic is missing, or they differ, or the broker cannot be asked */
    static int ask(Map<String, Object> connection) throws LapidaryException, InterruptedException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Admin.class.getClassLoader());
        try (Admin admin = Admin.create(connection)) {
            var counts = new TreeMap<String, Integer>();
            admin.describeTopics(KEYED)
                    .allTopicNames()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .forEach(
                            (name, topic) -> counts.put(name, topic.partitions().size()));
            return only(counts);
        } catch (ExecutionException | TimeoutException e) {
            throw new LapidaryException(
                    ErrorCodes.BROKER_UNAVAILABLE,
                    "The broker does not tell of the platform's topics: "
                            + (e.getCause() == null ? "no answer" : e.getCause().getMessage()) + ".",
                    "Check the broker and this node's right to describe topics.",
                    e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static int only(Map<String, Integer> counts) throws LapidaryException {
        Set<Integer> different = new TreeSet<>(counts.values());
        if (different.size() != 1) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_REQUEST,
                    "Topics that meet in the coordinator have different numbers of partitions: " + counts + ".",
                    "Make them with equal numbers; a request's messages do not find each other otherwise.");
        }
        return different.iterator().next();
    }
}
