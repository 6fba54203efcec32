package io.lapidary.shell.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.events.ArtifactRecord;
import io.lapidary.events.CatalogEntry;
import io.lapidary.events.Control;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.RefusalInfo;
import io.lapidary.events.codec.ContentDigest;
import io.lapidary.events.codec.Envelopes;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.events.codec.Topics;
import io.lapidary.messaging.memory.InMemoryMessaging;
import io.lapidary.shell.platform.Address;
import io.lapidary.shell.platform.Messaging;
import io.lapidary.store.FileArtifactStore;

/** A platform in the test's process: takes requests, tells of its steps, and answers as the test says. */
final class MemoryPlatform implements Messaging.Connector, AutoCloseable {
    final InMemoryMessaging messaging = new InMemoryMessaging();
    final List<OptimizationRequest> requests = new CopyOnWriteArrayList<>();
    final List<Control> controls = new CopyOnWriteArrayList<>();
    final ArtifactStore store;
    private final MessageCodec codec = new MessageCodec(new SchemaCatalog());
    private final Envelopes envelopes = new Envelopes(codec, "/test");
    private final BiFunction<OptimizationRequest, ArtifactStore, Optional<OptimizationResult>> answer;
    private final List<Address> connections = new ArrayList<>();

    MemoryPlatform(
            Path storeFolder, BiFunction<OptimizationRequest, ArtifactStore, Optional<OptimizationResult>> answer)
            throws LapidaryException {
        store = FileArtifactStore.open(storeFolder, 0);
        this.answer = answer;
        messaging.follow(Topics.REQUESTS, TopicReader.Start.BEGINNING, this::onRequest);
        messaging.follow(Topics.CONTROL, TopicReader.Start.BEGINNING, this::onControl);
    }

    List<Address> connections() {
        return connections;
    }

    void announce(CatalogEntry entry) {
        messaging.publish(envelopes.wrap(Topics.CATALOG, entry.getNode(), entry));
    }

    void tell(LifecycleEvent event) {
        messaging.publish(envelopes.wrap(Topics.EVENTS, event.getRequestId(), event));
    }

    void record(ArtifactRecord record) {
        messaging.publish(envelopes.wrap(Topics.ARTIFACTS, record.getArtifact().getSha256(), record));
    }

    void publish(OptimizationResult result) {
        messaging.publish(envelopes.wrap(Topics.RESULTS, result.getRequestId(), result));
    }

    private void onRequest(InboundMessage message) {
        OptimizationRequest request = decode(OptimizationRequest.class, message);
        String id = request.getRequestId();
        Optional<OptimizationRequest> first =
                requests.stream().filter(r -> r.getRequestId().equals(id)).findFirst();
        requests.add(request);
        if (first.isPresent()) {
            // As the coordinator does: the same again is silence, another content an event.
            if (!ContentDigest.of(first.get()).equals(ContentDigest.of(request))) {
                tell(event(id, "COORDINATOR", 3, LifecycleType.REFUSED_DUPLICATE, -1, "", -1));
            }
            return;
        }
        tell(event(id, "COORDINATOR", 1, LifecycleType.RECEIVED, -1, "", -1));
        Optional<OptimizationResult> result = answer.apply(request, store);
        if (result.isEmpty()) {
            return;
        }
        tell(event(id, "WORKER", 1, LifecycleType.STARTED, -1, "", -1));
        tell(event(id, "WORKER", 2, LifecycleType.STEP_STARTED, 0, "float16", -1));
        tell(event(id, "WORKER", 3, LifecycleType.PROGRESS, 0, "float16", 0.5));
        tell(event(id, "WORKER", 3, LifecycleType.PROGRESS, 0, "float16", 0.5)); // at least once
        tell(event(id, "WORKER", 4, LifecycleType.STEP_COMPLETED, 0, "float16", -1));
        publish(result.get());
        tell(event(
                id,
                "COORDINATOR",
                2,
                LifecycleType.valueOf(result.get().getStatus().name()),
                -1,
                "",
                -1));
    }

    private void onControl(InboundMessage message) {
        controls.add(decode(Control.class, message));
    }

    private <T extends org.apache.avro.specific.SpecificRecord> T decode(Class<T> type, InboundMessage message) {
        try {
            return codec.decode(type, message.payload());
        } catch (LapidaryException e) {
            throw new IllegalStateException(e);
        }
    }

    static LifecycleEvent event(
            String id, String source, long sequence, LifecycleType type, int step, String technique, double fraction) {
        return LifecycleEvent.newBuilder()
                .setRequestId(id)
                .setWorkId(id)
                .setAttempt(1)
                .setSource(source)
                .setSequence(sequence)
                .setTime(1000 * sequence)
                .setNode("node-1")
                .setTenant("default")
                .setType(type)
                .setStep(step)
                .setTechnique(technique)
                .setFraction(fraction)
                .build();
    }

    static CatalogEntry node(String name, long announcedAt, String storeId) {
        return CatalogEntry.newBuilder()
                .setNode(name)
                .setPlatformVersion("0.1.0")
                .setStoreId(storeId)
                .setLanes(List.of("light"))
                .setTechniques(List.of(Offers.technique("prune", "1.9.0"), Offers.technique("prune", "1.10.0")))
                .setBackends(List.of(Offers.backend()))
                .setCores(2)
                .setMemoryBytes(1 << 28)
                .setStartedAt(announcedAt - 60_000)
                .setAnnouncedAt(announcedAt)
                .setRefused(List.of(new RefusalInfo("deploy/loud.jar", "it exports packages")))
                .build();
    }

    @Override
    public Messaging connect(Address address) {
        connections.add(address);
        return new Messaging() {
            @Override
            public MessagePublisher publisher() {
                return messaging;
            }

            @Override
            public TopicReader reader() {
                return messaging;
            }

            @Override
            public MessageCodec codec() {
                return codec;
            }

            @Override
            public SortedSet<String> tenants() {
                return new TreeSet<>(Set.of("default", "acme"));
            }

            @Override
            public void close() {
                // the platform goes on
            }
        };
    }

    Map<String, String> onlyRequestData() {
        return requests.get(0).getData();
    }

    @Override
    public void close() {
        messaging.close();
    }
}
