import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.events.codec.Topics;

/**
 * How soon the catalog of every node follows its deploy folder: jars are moved into a folder that several nodes watch, and taken
 * out again, one by one. Prints one line: how many, and for both the median and the longest time in ms until the last of the
 * nodes announced it.
 *
 * <pre>Catalogs BOOTSTRAP JARS DEPLOY NODES</pre>
 */
final class Catalogs {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<String, byte[]> consumer;
    private final MessageCodec codec = new MessageCodec(new SchemaCatalog());
    /** By node, what it offers. */
    private final Map<String, Set<String>> offered = new HashMap<>();

    private Catalogs(String bootstrap) {
        var settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        this.consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 4) {
            System.err.println("Catalogs BOOTSTRAP JARS DEPLOY NODES");
            System.exit(2);
        }
        List<Path> jars;
        try (var files = Files.list(Path.of(arguments[1]))) {
            jars = files.sorted().toList();
        }
        new Catalogs(arguments[0]).run(jars, Path.of(arguments[2]), Integer.parseInt(arguments[3]));
    }

    private void run(List<Path> jars, Path deploy, int nodes) throws Exception {
        var added = new ArrayList<Long>();
        var removed = new ArrayList<Long>();
        try (consumer) {
            var partitions = consumer.partitionsFor(Topics.CATALOG).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await("all nodes", all -> all.size() == nodes);
            for (Path jar : jars) {
                String technique = jar.getFileName().toString().replace(".jar", "");
                Path there = deploy.resolve(jar.getFileName());
                long moved = System.nanoTime();
                Files.move(jar, there, StandardCopyOption.ATOMIC_MOVE);
                await(technique, all -> all.values().stream().allMatch(offers -> offers.contains(technique)));
                added.add(System.nanoTime() - moved);
                long taken = System.nanoTime();
                Files.delete(there);
                await(
                        technique + " to go",
                        all -> all.values().stream().noneMatch(offers -> offers.contains(technique)));
                removed.add(System.nanoTime() - taken);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "count=%d nodes=%d added_p50_ms=%d added_max_ms=%d removed_p50_ms=%d removed_max_ms=%d%n",
                jars.size(),
                nodes,
                millis(added, 0.5),
                millis(added, 1),
                millis(removed, 0.5),
                millis(removed, 1));
    }

    private void await(String what, Predicate<Map<String, Set<String>>> awaited) throws LapidaryException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!awaited.test(offered)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited in vain for " + what + "; nodes offer " + offered);
            }
            for (var record : consumer.poll(Duration.ofMillis(100))) {
                if (record.value() == null) {
                    offered.remove(record.key());
                } else {
                    var entry = codec.decode(CatalogEntry.class, record.value());
                    offered.put(
                            record.key(),
                            entry.getTechniques().stream().map(offer -> offer.getId()).collect(Collectors.toSet()));
                }
            }
        }
    }

    private static long millis(List<Long> nanos, double part) {
        var sorted = nanos.stream().sorted().toList();
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1) / 1_000_000;
    }
}
