import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Status;
import io.lapidary.events.StepInfo;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.Topics;

/**
 * The results of one run's requests, as a consumer that reads committed messages is handed them: the first of each, when it came,
 * and how many there were.
 */
final class Results {
    record Answer(long nanos, Status status, String node, double stepSeconds, String error) {}

    private final String bootstrap;
    private final String prefix;
    private final MessageCodec codec;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
    private final Set<String> nodes = ConcurrentHashMap.newKeySet();
    private final CountDownLatch following = new CountDownLatch(1);
    private volatile boolean ended;

    /** @param prefix of the run's request ids */
    Results(String bootstrap, String prefix, MessageCodec codec) {
        this.bootstrap = bootstrap;
        this.prefix = prefix;
        this.codec = codec;
    }

    /** Returns once no result that comes from now on is missed. */
    void begin() throws InterruptedException {
        var reader = new Thread(this::follow, "results");
        reader.setDaemon(true);
        reader.start();
        following.await();
    }

    void end() {
        ended = true;
    }

    boolean has(String id) {
        return answers.containsKey(id);
    }

    /** Null where there is none yet. */
    Answer get(String id) {
        return answers.get(id);
    }

    /** How many results came for a request: more than one is a fault. */
    int times(String id) {
        return times.containsKey(id) ? times.get(id).get() : 0;
    }

    /** Who gave results. */
    Set<String> nodes() {
        return nodes;
    }

    List<String> errors() {
        return answers.values().stream().map(Answer::error).distinct().toList();
    }

    /** @param end in nanoseconds of System.nanoTime(); what is missing then is told */
    void await(Set<String> ids, long end) throws InterruptedException {
        while (!answers.keySet().containsAll(ids) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        long missing = ids.stream().filter(id -> !answers.containsKey(id)).count();
        if (missing > 0) {
            System.err.println(missing + " of " + ids.size() + " results are missing");
        }
    }

    private void follow() {
        var settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("fetch.max.wait.ms", 100);
        // Kafka's own size loses segments of the loopback now and then, each for 200 ms.
        settings.put("receive.buffer.bytes", -1);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(Topics.RESULTS).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            following.countDown();
            while (!ended) {
                var records = consumer.poll(Duration.ofMillis(100));
                long now = System.nanoTime();
                for (var record : records) {
                    if (record.key().startsWith(prefix)) {
                        times.computeIfAbsent(record.key(), k -> new AtomicInteger()).incrementAndGet();
                        answers.putIfAbsent(record.key(), answer(now, record.value()));
                    }
                }
            }
        }
    }

    private Answer answer(long now, byte[] payload) {
        try {
            var result = codec.decode(OptimizationResult.class, payload);
            nodes.add(result.getNode());
            return new Answer(
                    now,
                    result.getStatus(),
                    result.getNode(),
                    result.getSteps().stream().mapToDouble(StepInfo::getSeconds).sum(),
                    result.getErrors().stream().map(e -> e.getCode() + ": " + e.getMessage()).findFirst().orElse(""));
        } catch (LapidaryException e) {
            throw new IllegalStateException(e);
        }
    }
}
