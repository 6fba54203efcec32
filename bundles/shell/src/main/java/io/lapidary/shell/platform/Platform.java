package io.lapidary.shell.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.avro.specific.SpecificRecord;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.NearestName;
import io.lapidary.api.messaging.MessageListener;
import io.lapidary.api.messaging.OutboundMessage;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.events.Control;
import io.lapidary.events.ControlAction;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.codec.Envelopes;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.events.codec.Topics;
import io.lapidary.store.FileArtifactStore;

/** A platform that is reached: its topics and its store. Closing it ends what was started for it. */
public final class Platform implements AutoCloseable {
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    /** A node that was started for this command alone, and the lock that says so. */
    record OwnNode(PrivateNode node, CommandLock lock) {}

    private final Address address;
    private final Messaging messaging;
    private final Optional<OwnNode> own;
    private final MessageCodec codec;
    private final Envelopes envelopes;
    private Optional<ArtifactStore> store = Optional.empty();

    Platform(Address address, Messaging messaging, Optional<OwnNode> own) {
        this.address = address;
        this.messaging = messaging;
        this.own = own;
        codec = messaging.codec();
        envelopes = new Envelopes(codec, "/lapidary/cli");
    }

    /** The Kafka cluster. */
    public String bootstrapServers() {
        return address.bootstrapServers();
    }

    /** Whether its node was started for this command and ends with it. */
    public boolean isOwn() {
        return own.isPresent();
    }

    /** @throws LapidaryException if the node that was started for this command is gone */
    void requireAlive() throws LapidaryException {
        if (own.isPresent()) {
            own.get().node().requireAlive();
        }
    }

    /** The store that the platform's nodes use. */
    public synchronized ArtifactStore store() throws LapidaryException {
        if (store.isEmpty()) {
            store = Optional.of(FileArtifactStore.open(storeFolder()));
        }
        return store.get();
    }

    /** Where that store lies. */
    public Path storeFolder() throws LapidaryException {
        return address.store()
                .orElseThrow(() -> new LapidaryException(
                        ErrorCodes.STORE_UNAVAILABLE,
                        "Models and artifacts travel by the store that the nodes at " + address.bootstrapServers()
                                + " use, and it is not known here.",
                        "Name its folder with --store DIR; it must be reachable from this machine, as a shared"
                                + " folder is."));
    }

    /** Whether the store can be reached from here, as far as is known. */
    public boolean hasStore() {
        return address.store().isPresent();
    }

    /**
     * Publishes a request and returns when it is durable.
     *
     * @throws LapidaryException of code not-found if there is no such tenant
     */
    public void submit(OptimizationRequest request, String tenant) throws LapidaryException, InterruptedException {
        requireTenant(tenant);
        publish(Topics.requests(tenant), request.getRequestId(), request);
    }

    /**
     * Asks for the end of a request.
     *
     * @param tenant as whom, whose requests alone can be ended so; empty for an operator, who may end anybody's
     */
    public void cancel(String requestId, Optional<String> tenant, String reason)
            throws LapidaryException, InterruptedException {
        var control = Control.newBuilder()
                .setRequestId(requestId)
                .setAction(ControlAction.CANCEL)
                .setReason(reason)
                .setCreatedAt(System.currentTimeMillis())
                .build();
        if (tenant.isPresent()) {
            requireTenant(tenant.get());
        }
        publish(tenant.map(Topics::control).orElse(Topics.CONTROL), requestId, control);
    }

    /** A topic that is not there could not be told from a broker that does not answer. */
    private void requireTenant(String tenant) throws LapidaryException, InterruptedException {
        if (tenant.equals(Topics.DEFAULT_TENANT)) {
            return;
        }
        Set<String> known = messaging.tenants();
        if (!known.contains(tenant)) {
            throw new LapidaryException(
                    ErrorCodes.NOT_FOUND,
                    "There is no tenant '" + tenant + "' at " + address.bootstrapServers() + ".",
                    NearestName.hint(tenant, known) + " 'lapidary tenant add " + tenant + "' makes it.");
        }
    }

    private void publish(String topic, String key, SpecificRecord message)
            throws LapidaryException, InterruptedException {
        OutboundMessage envelope = envelopes.wrap(topic, key, message);
        announceSchema(envelope);
        await(messaging.publisher().publish(envelope), "the message was not taken");
    }

    /**
     * Tells nodes of another version how to read the message. Nobody waits for it, nor minds a cluster that forbids it: nodes of this
     * version have published the same schema.
     */
    private void announceSchema(OutboundMessage envelope) {
        String fingerprint = MessageCodec.fingerprint(envelope.payload()).orElseThrow();
        byte[] schema = SchemaCatalog.known().get(fingerprint).getBytes(StandardCharsets.UTF_8);
        messaging.publisher().publish(new OutboundMessage(Topics.SCHEMAS, fingerprint, Map.of(), schema));
    }

    /** Follows one request; close it before the platform. */
    public RequestWatch watch(String requestId, TopicReader.Start start)
            throws LapidaryException, InterruptedException {
        return new RequestWatch(this, messaging.reader(), codec, requestId, start);
    }

    /** Reads what the platform's messages are written with. */
    public MessageCodec codec() {
        return codec;
    }

    /** Hands on everything that a topic holds now, and returns when that is done. */
    public void readAll(String topic, MessageListener listener) throws LapidaryException, InterruptedException {
        try (var subscription = messaging.reader().follow(topic, TopicReader.Start.BEGINNING, listener)) {
            await(subscription.caughtUp(), "the topic " + topic + " could not be read");
        }
    }

    /** What the platform's nodes say of themselves now. */
    public NodeCatalog catalog() throws LapidaryException, InterruptedException {
        return NodeCatalog.read(messaging.reader(), codec, bootstrapServers());
    }

    /** Waits for the broker's answer. */
    void await(CompletionStage<Void> answer, String complaint) throws LapidaryException, InterruptedException {
        try {
            answer.toCompletableFuture().get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            requireAlive();
            throw Unreachable.because(
                    "The platform at " + address.bootstrapServers() + " did not answer within "
                            + ANSWER_LIMIT.toSeconds() + " s: " + complaint + ".",
                    "See that its broker runs and can be reached from here.",
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LapidaryException known) {
                throw known;
            }
            throw Unreachable.because(
                    "The platform at " + address.bootstrapServers() + " failed: " + complaint + " ("
                            + e.getCause().getMessage() + ").",
                    "See that its broker runs and can be reached from here.",
                    e);
        }
    }

    /** What was published is durable by now, so that the connection need not be seen out to its last packet. */
    @Override
    public void close() {
        var closer = new Thread(messaging::close, "messaging-end");
        closer.setDaemon(true);
        closer.start();
        own.ifPresent(Platform::end);
    }

    private static void end(OwnNode own) {
        own.node().close();
        try {
            own.lock().close();
        } catch (IOException e) {
            // The system frees the lock when this process ends, which is next.
            return;
        }
    }
}
