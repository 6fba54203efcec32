import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import io.lapidary.api.store.ArtifactStore;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.Status;
import io.lapidary.events.StepRequest;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.events.codec.Topics;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;
import io.lapidary.store.FileArtifactStore;

/**
 * Sends requests and waits for their results, by nothing but Kafka and the store.
 *
 * <p>Requests go out at a fixed rate whatever comes back; a request's time runs from when it was due to be sent to when a
 * consumer that reads committed messages is handed its result. Prints one line of {@code name=value}.
 */
public final class Load {
    private static final String OPTIONS = """
            --bootstrap HOST:PORT  the cluster
            --store DIR            the nodes' store
            --model FILE           a .tflite file; without it one of 1 KB is made
            --technique ID         of the one step (idle)
            --parameters A=B,...   of the step
            --count N              requests (100)
            --rate N               a second; 0 for as fast as they can be sent (0)
            --every MILLIS         instead of a rate: one request in so long
            --remembered           all requests ask for the same step, so that it is answered from memory after the first
            --evaluate             with evaluation, which is off otherwise
            --tenant NAME          whose topic of requests to write to (default)
            --nodes N              warm up until so many nodes have given a result (1)
            --warm N               requests before those that count (50)
            --jars DIR             instead: moves each jar of this folder into --deploy and asks for the technique of its name
                                   until a request is served
            --deploy DIR           a node's deploy folder
            --timeout SECONDS      for the results (120)""";

    private final Map<String, String> options;
    /** Of this run's own, so that no step of it was run before. */
    private final long seeds = System.currentTimeMillis() << 22;

    private final String prefix = "bench-" + Long.toString(System.currentTimeMillis(), 36) + "-";
    private final MessageCodec codec = new MessageCodec(new SchemaCatalog());
    private final KafkaProducer<String, byte[]> producer;
    private final Results results;

    private Load(Map<String, String> options) {
        this.options = options;
        var settings = new Properties();
        settings.put("bootstrap.servers", options.get("bootstrap"));
        settings.put("acks", "all");
        settings.put("linger.ms", 1);
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        results = new Results(options.get("bootstrap"), prefix, codec);
    }

    public static void main(String[] arguments) throws Exception {
        var options = options(arguments);
        if (!options.containsKey("bootstrap") || !options.containsKey("store")) {
            System.err.println(OPTIONS);
            System.exit(2);
        }
        System.exit(new Load(options).run() ? 0 : 1);
    }

    private static Map<String, String> options(String[] arguments) {
        var options = new HashMap<String, String>();
        for (int i = 0; i < arguments.length; i++) {
            boolean flag = i + 1 == arguments.length || arguments[i + 1].startsWith("--");
            options.put(arguments[i].substring(2), flag ? "true" : arguments[++i]);
        }
        return options;
    }

    private int number(String name, int byDefault) {
        return Integer.parseInt(options.getOrDefault(name, Integer.toString(byDefault)));
    }

    private boolean run() throws Exception {
        results.begin();
        String model = putModel();
        warmUp(model);
        return options.containsKey("jars") ? deploy(model) : measure(model);
    }

    private String putModel() throws Exception {
        ArtifactStore store = FileArtifactStore.open(Path.of(options.get("store")));
        if (options.containsKey("model")) {
            long start = System.nanoTime();
            String uri = store.put(Path.of(options.get("model"))).uri();
            System.out.printf(Locale.ROOT, "put_s=%.2f ", (System.nanoTime() - start) / 1e9);
            return uri;
        }
        var builder = new ModelBuilder("benchmark");
        var input = builder.input("input", TensorType.FLOAT32, 1, 8);
        var output = builder.tensor("output", TensorType.FLOAT32, 1, 4);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(input, builder.constant("weights", Shape.of(4, 8), new float[32]))
                .outputs(output)
                .append();
        builder.output(output);
        Path file = Files.createTempFile("lapidary-load", ".tflite");
        try {
            TfliteWriter.write(builder.build(), file);
            return store.put(file).uri();
        } finally {
            Files.delete(file);
        }
    }

    /** Until the node's code is compiled and its share groups are joined; an early request may be refused, as nobody offers the step. */
    private void warmUp(String model) throws InterruptedException {
        int wanted = number("nodes", 1);
        int count = number("warm", 50);
        long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        for (int round = 0; count > 0; round++) {
            var ids = new HashSet<String>();
            for (int i = 0; i < count; i++) {
                String id = prefix + "warm-" + round + "-" + i;
                ids.add(id);
                send(id, model, seeds + (1 << 21) + (long) round * count + i);
            }
            producer.flush();
            results.await(ids, end);
            boolean good = ids.stream()
                    .map(results::get)
                    .allMatch(answer -> answer != null && answer.status() == Status.SUCCEEDED);
            if (good && results.nodes().size() >= wanted) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("no warm platform within 120 s; nodes: " + results.nodes() + ", "
                        + results.errors());
            }
            Thread.sleep(500);
        }
    }

    private boolean measure(String model) throws InterruptedException {
        int count = number("count", 100);
        double rate = options.containsKey("every") ? 1000.0 / number("every", 1000) : number("rate", 0);
        var due = new TreeMap<String, Long>();
        long start = System.nanoTime() + 100_000_000;
        for (int i = 0; i < count; i++) {
            long at = rate == 0 ? Math.max(start, System.nanoTime()) : start + (long) (i * 1e9 / rate);
            for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            String id = prefix + String.format("%07d", i);
            due.put(id, at);
            send(id, model, options.containsKey("remembered") ? 0 : seeds + i);
        }
        producer.flush();
        double sent = (System.nanoTime() - start) / 1e9;
        results.await(due.keySet(), System.nanoTime() + Duration.ofSeconds(number("timeout", 120)).toNanos());
        // A second result would come soon after the first, if there were one.
        Thread.sleep(3000);
        results.end();
        report(due, sent);
        return due.keySet().stream().allMatch(id -> results.times(id) == 1);
    }

    private void report(TreeMap<String, Long> due, double sent) {
        long[] latencies = due.entrySet().stream()
                .filter(e -> results.has(e.getKey()))
                .mapToLong(e -> results.get(e.getKey()).nanos() - e.getValue())
                .sorted()
                .toArray();
        long[] waits = due.entrySet().stream()
                .filter(e -> results.has(e.getKey()))
                .mapToLong(e -> results.get(e.getKey()).nanos()
                        - e.getValue()
                        - (long) (results.get(e.getKey()).stepSeconds() * 1e9))
                .sorted()
                .toArray();
        long first = due.values().stream().min(Long::compare).orElseThrow();
        var got = due.keySet().stream().filter(results::has).map(results::get).toList();
        long last = got.stream().mapToLong(Results.Answer::nanos).max().orElse(first);
        long doubled = due.keySet().stream().filter(id -> results.times(id) > 1).count();
        String byNode = got.stream().collect(Collectors.groupingBy(Results.Answer::node, TreeMap::new, Collectors.counting())).values()
                .stream().map(String::valueOf).collect(Collectors.joining("/"));
        String errors = got.stream().map(Results.Answer::error).filter(e -> !e.isEmpty()).distinct().limit(3).collect(Collectors.joining("; "));
        System.out.printf(
                Locale.ROOT,
                "count=%d results=%d succeeded=%d doubled=%d per_s=%.0f p50_ms=%d p90_ms=%d p99_ms=%d max_ms=%d send_s=%.1f"
                        + " wait_p95_ms=%d step_s=%.2f by_node=%s%s%n",
                due.size(),
                got.size(),
                got.stream().filter(a -> a.status() == Status.SUCCEEDED).count(),
                doubled,
                got.size() / ((last - first) / 1e9),
                percentile(latencies, 0.5),
                percentile(latencies, 0.9),
                percentile(latencies, 0.99),
                percentile(latencies, 1),
                sent,
                percentile(waits, 0.95),
                got.stream().mapToDouble(Results.Answer::stepSeconds).max().orElse(0),
                byNode,
                errors.isEmpty() ? "" : " errors=\"" + errors + "\"");
    }

    private static long percentile(long[] sorted, double share) {
        return sorted.length == 0 ? -1 : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1_000_000;
    }

    /** From the move of a jar to the result of the first request that its technique served. */
    private boolean deploy(String model) throws Exception {
        Path into = Path.of(options.get("deploy"));
        List<Path> jars;
        try (var files = Files.list(Path.of(options.get("jars")))) {
            jars = files.sorted().toList();
        }
        var times = new long[jars.size()];
        for (int i = 0; i < times.length; i++) {
            Path jar = jars.get(i);
            String technique = jar.getFileName().toString().replace(".jar", "");
            long moved = System.nanoTime();
            Files.move(jar, into.resolve(jar.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            long end = moved + Duration.ofSeconds(number("timeout", 120)).toNanos();
            for (int asked = 0; times[i] == 0; asked++) {
                String id = prefix + technique + "-" + asked;
                send(id, model, seeds + i * 10_000L + asked, technique);
                producer.flush();
                results.await(Set.of(id), end);
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(technique + " was never served");
                }
                if (results.get(id).status() == Status.SUCCEEDED) {
                    times[i] = results.get(id).nanos() - moved;
                }
            }
        }
        results.end();
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "count=%d p50_ms=%d p95_ms=%d max_ms=%d%n",
                times.length,
                percentile(times, 0.5),
                percentile(times, 0.95),
                percentile(times, 1));
        return true;
    }

    private void send(String id, String model, long seed) {
        send(id, model, seed, options.getOrDefault("technique", "idle"));
    }

    private void send(String id, String model, long seed, String technique) {
        var parameters = Arrays.stream(options.getOrDefault("parameters", "").split(","))
                .filter(p -> !p.isEmpty())
                .map(p -> p.split("=", 2))
                .collect(Collectors.toMap(p -> p[0], p -> p[1]));
        var request = OptimizationRequest.newBuilder()
                .setRequestId(id)
                .setCreatedAt(System.currentTimeMillis())
                .setModel(model)
                .setSteps(List.of(StepRequest.newBuilder()
                        .setTechnique(technique)
                        .setParameters(parameters)
                        .build()))
                .setSeed(seed)
                .setEvaluate(options.containsKey("evaluate"))
                .setReport(false)
                .build();
        String topic = Topics.requests(options.getOrDefault("tenant", Topics.DEFAULT_TENANT));
        producer.send(new ProducerRecord<>(topic, id, codec.encode(request)));
    }
}
