package io.lapidary.worker.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import org.apache.avro.specific.SpecificRecord;

import io.lapidary.api.Digest;
import io.lapidary.api.backend.Backend;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.messaging.OutboundMessage;
import io.lapidary.api.node.Refusal;
import io.lapidary.api.planner.Planner;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.api.technique.Technique;
import io.lapidary.api.work.Lane;
import io.lapidary.dataset.SampleReaders;
import io.lapidary.events.Completion;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.StepRequest;
import io.lapidary.events.WorkItem;
import io.lapidary.events.WorkKind;
import io.lapidary.events.codec.Envelopes;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.events.codec.Topics;
import io.lapidary.messaging.memory.InMemoryMessaging;
import io.lapidary.model.BuiltinOperator;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.Shape;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;
import io.lapidary.store.FileArtifactStore;
import io.lapidary.worker.internal.address.Addresses;
import io.lapidary.worker.internal.job.JobSettings;
import io.lapidary.worker.internal.job.NodeServices;
import io.lapidary.worker.internal.plugin.CallLimits;
import io.lapidary.worker.internal.plugin.Callee;
import io.lapidary.worker.internal.plugin.GuardedBackend;
import io.lapidary.worker.internal.plugin.GuardedTechnique;
import io.lapidary.worker.internal.plugin.Named;
import io.lapidary.worker.internal.plugin.PluginCalls;

/** A worker on an in-memory broker and a store in a temporary folder. */
final class WorkerRig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final CallLimits LIMITS =
            new CallLimits(PATIENCE, PATIENCE, PATIENCE, PATIENCE, PATIENCE, PATIENCE, Duration.ofMillis(500));

    final InMemoryMessaging messaging = new InMemoryMessaging();
    final ArtifactStore store;
    final MessageCodec codec = new MessageCodec(new SchemaCatalog());
    final PluginCalls calls = new PluginCalls(() -> LIMITS);
    final FixedPlugins<Technique> techniques = new FixedPlugins<>(GuardedTechnique::of, calls);
    final FixedPlugins<Backend> backends =
            new FixedPlugins<Backend>(GuardedBackend::of, calls).add("cpu", "1.0.0", new PlainBackend());
    final List<Planner> planners = new ArrayList<>();
    Addresses addresses = Addresses.none();
    final List<Refusal> refusals = new ArrayList<>();

    /** Why it does not begin. */
    final List<String> complaints = new CopyOnWriteArrayList<>();

    private final Path folder;
    private final Envelopes envelopes = new Envelopes(codec, "/test");
    private Worker worker;
    private CompletionStage<Void> ready;

    WorkerRig(Path folder) throws Exception {
        this.folder = folder;
        store = FileArtifactStore.open(folder.resolve("store"), 0);
    }

    /** Starts a node; techniques and planners must be there by now. */
    WorkerRig start() {
        var services = new NodeServices(
                store,
                addresses,
                SampleReaders.standard(),
                Optional::empty,
                Optional::empty,
                Optional::empty,
                () -> planners.stream().map(WorkerRig::named).toList(),
                List::of,
                () -> refusals,
                techniques,
                backends,
                calls,
                () -> new JobSettings(
                        new EngineLimits(1 << 30, Duration.ofMinutes(1), 1), 1 << 26, folder.resolve("work")),
                2);
        var settings = new Worker.Settings(
                "node-1", "0.1.0", List.of(Lane.LIGHT), 4, 2, 2, Duration.ofSeconds(1), Duration.ofSeconds(1));
        worker = new Worker(settings, services, messaging, messaging, messaging);
        ready = worker.start(complaint -> complaint.ifPresent(complaints::add));
        return this;
    }

    /** Completes when the node says that it is ready. */
    CompletionStage<Void> ready() {
        return ready;
    }

    private static Named<Planner> named(Planner planner) {
        var callee = new Callee(planner.id(), "bundle-of-" + planner.id() + " 1.0.0", WorkerRig.class.getClassLoader());
        return new Named<>(planner.id(), planner, callee);
    }

    /** Puts a small float classifier into the store; {@code seed} makes it another one. */
    Digest model(int seed) throws Exception {
        var builder = new ModelBuilder("rig");
        var x = builder.input("x", TensorType.FLOAT32, 1, 32);
        float[] values = new float[16 * 32];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i + seed);
        }
        var weights = builder.constant("weights", Shape.of(16, 32), values);
        var y = builder.tensor("y", TensorType.FLOAT32, 1, 16);
        builder.operator(BuiltinOperator.FULLY_CONNECTED)
                .inputs(x, weights)
                .outputs(y)
                .append();
        builder.output(y);
        Path file = folder.resolve("model-" + seed + ".tflite");
        TfliteWriter.write(builder.build(), file);
        return store.put(file);
    }

    static WorkItem item(String id, String model, String... techniques) {
        var request = OptimizationRequest.newBuilder()
                .setRequestId(id)
                .setCreatedAt(1)
                .setModel(model)
                .setEvaluate(false)
                .setSteps(Arrays.stream(techniques)
                        .map(t -> StepRequest.newBuilder().setTechnique(t).build())
                        .toList())
                .build();
        return WorkItem.newBuilder()
                .setWorkId(id)
                .setRequestId(id)
                .setAttempt(1)
                .setKind(WorkKind.RUN)
                .setTenant("default")
                .setLane("light")
                .setDispatchedAt(System.currentTimeMillis())
                .setLeaseMillis(600)
                .setRequest(request)
                .build();
    }

    void send(WorkItem item) {
        send(Topics.work(Lane.LIGHT), item.getWorkId(), item);
    }

    void send(String topic, String key, SpecificRecord message) {
        messaging
                .publish(envelopes.wrap(topic, key, message))
                .toCompletableFuture()
                .join();
    }

    void sendBytes(String topic, String key, byte[] bytes) {
        messaging
                .publish(new OutboundMessage(topic, key, java.util.Map.of(), bytes))
                .toCompletableFuture()
                .join();
    }

    /** The first completion of an item, waited for. */
    Completion completion(String workId) throws Exception {
        await(workId + " is completed", () -> completions(workId).size() > 0);
        return completions(workId).get(0);
    }

    List<Completion> completions(String workId) {
        return read(Topics.COMPLETIONS, Completion.class).stream()
                .filter(c -> c.getWorkId().equals(workId))
                .toList();
    }

    List<LifecycleEvent> events(String workId) {
        return read(Topics.EVENTS, LifecycleEvent.class).stream()
                .filter(e -> e.getWorkId().equals(workId))
                .toList();
    }

    <M extends SpecificRecord> List<M> read(String topic, Class<M> type) {
        return messaging.messages(topic).stream()
                .map(message -> {
                    try {
                        return codec.decode(type, message.payload());
                    } catch (io.lapidary.api.LapidaryException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(end);
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }

    void stop() {
        worker.close();
    }

    void offersChanged() {
        worker.offersChanged();
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
        }
        messaging.close();
        calls.close();
    }
}
