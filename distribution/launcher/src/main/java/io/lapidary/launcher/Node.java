package io.lapidary.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One node from its start to its end: broker, framework, bundles, and the file that tells others of it. */
final class Node {

    /** Everything, hot-deployed bundles included. */
    static final int FINAL_LEVEL = 50;

    private static final Duration BROKER_LIMIT = Duration.ofSeconds(60);
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration JOIN_LIMIT = Duration.ofMinutes(10);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

    private final NodeOptions options;
    private final DataFolder data;
    private final PrintStream out;
    private final long began = System.nanoTime();

    // Written by the main thread, read by the shutdown hook as well.
    private volatile Optional<BrokerProcess> broker = Optional.empty();
    private volatile Optional<Platform> platform = Optional.empty();
    private volatile boolean stopping;

    Node(NodeOptions options, DataFolder data, PrintStream out) {
        this.options = options;
        this.data = data;
        this.out = out;
    }

    /** Starts the node, and returns when it can take work. */
    void start() throws NodeException, InterruptedException {
        data.nodeFile().remove();
        String nodeId = options.nodeId().isPresent() ? options.nodeId().get() : data.rememberedNodeId();
        PlatformSettings.exportToSystem(options, data, nodeId);
        Map<String, String> settings = PlatformSettings.of(options, data, nodeId);
        StartList bundles = StartList.of(options.home().resolve("system"));

        // Where a cluster is, the bundles know from the beginning. The node's own broker takes seconds to start;
        // meanwhile the
        // bundles do, of which those that need it wait for its address.
        options.bootstrapServers().ifPresent(PlatformSettings::publishBootstrapServers);
        startBroker();
        Platform started = create(settings, bundles);
        started.raiseTo(FINAL_LEVEL);
        String servers = bootstrapServers();
        PlatformSettings.publishBootstrapServers(servers);
        awaitReady(new Readiness(started.context()));
        announce(nodeId, servers, started);
    }

    /** What is there but not ready has its reasons, such as much state to read, and is given more time. */
    private void awaitReady(Readiness readiness) throws NodeException, InterruptedException {
        List<String> missing = readiness.await(READY_LIMIT);
        Duration waited = READY_LIMIT;
        if (!missing.isEmpty() && readiness.isComplete()) {
            out.println("Still starting: " + String.join("; ", missing) + "; its log: " + data.log() + ".");
            out.flush();
            missing = readiness.await(JOIN_LIMIT);
            waited = READY_LIMIT.plus(JOIN_LIMIT);
        }
        if (!missing.isEmpty()) {
            throw new NodeException("The node was not ready within " + waited.toSeconds() + " s: "
                    + String.join("; ", missing) + "; its log: " + data.log() + ".");
        }
    }

    /**
     * Waits for the end of the framework.
     *
     * @throws NodeException if the node's own broker ended first
     */
    void awaitEnd() throws NodeException, InterruptedException {
        CompletableFuture<Void> brokerEnd = broker.map(BrokerProcess::onExit).orElseGet(CompletableFuture::new);
        CompletableFuture<Void> platformEnd = platform.orElseThrow().onStop();
        CompletableFuture.anyOf(brokerEnd, platformEnd).join();
        if (!platformEnd.isDone() && !stopping) {
            throw new NodeException(broker.orElseThrow().ended());
        }
    }

    /** Lets running jobs end within a limit, then stops framework and broker. Only the first call does anything. */
    void stop() throws NodeException, InterruptedException {
        synchronized (this) {
            if (stopping) {
                return;
            }
            stopping = true;
        }
        data.nodeFile().remove();
        try {
            if (platform.isPresent() && !platform.get().stop(DRAIN_LIMIT)) {
                out.println("Jobs still ran after " + DRAIN_LIMIT.toSeconds()
                        + " s; another run of the node takes them up again.");
            }
        } finally {
            broker.ifPresent(BrokerProcess::stop);
        }
    }

    boolean isStopping() {
        return stopping;
    }

    private void startBroker() throws NodeException {
        if (options.embeddedBroker()) {
            broker = Optional.of(BrokerProcess.start(options.home(), data.broker(), brokerJavaOptions()));
        }
    }

    private String bootstrapServers() throws NodeException, InterruptedException {
        return broker.isPresent()
                ? broker.get().awaitReady(BROKER_LIMIT)
                : options.bootstrapServers().orElseThrow();
    }

    private Platform create(Map<String, String> settings, StartList bundles) throws NodeException {
        Platform created = Platform.create(settings, bundles);
        platform = Optional.of(created);
        return created;
    }

    private void announce(String nodeId, String servers, Platform started) throws NodeException {
        var location = new StoreLocation(started.context());
        var entry = new NodeFile.Entry(
                nodeId,
                ProcessHandle.current().pid(),
                Instant.now(),
                servers,
                options.embeddedBroker(),
                location.now().orElseGet(data::store),
                options.home(),
                options.commandConfig());
        data.nodeFile().write(entry);
        location.follow(store -> tell(entry.withStore(store)));
        out.println(String.format(
                Locale.ROOT,
                "Lapidary node %s is ready after %.1f s: Kafka at %s%s, %d bundles, data in %s.",
                nodeId,
                (System.nanoTime() - began) / 1e9,
                servers,
                options.embeddedBroker() ? ownBroker(servers) : "",
                started.bundleCount(),
                data.path()));
        out.flush();
    }

    private static String ownBroker(String servers) {
        return servers.endsWith(":" + BrokerProcess.PREFERRED_PORT)
                ? " (its own broker)"
                : " (its own broker; port " + BrokerProcess.PREFERRED_PORT + " is another's)";
    }

    /** The store has moved: commands on this machine are to look there. */
    private synchronized void tell(NodeFile.Entry entry) {
        if (stopping) {
            return;
        }
        try {
            data.nodeFile().write(entry);
        } catch (NodeException e) {
            System.err.println("lapidary: " + e.getMessage());
        }
    }

    private static List<String> brokerJavaOptions() {
        String more = System.getenv().getOrDefault("LAPIDARY_BROKER_JAVA_OPTS", "");
        return Arrays.stream(more.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
