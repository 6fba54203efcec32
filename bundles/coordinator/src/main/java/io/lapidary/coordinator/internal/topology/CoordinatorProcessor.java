package io.lapidary.coordinator.internal.topology;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.OutboundMessage;
import io.lapidary.coordinator.internal.machine.Moment;
import io.lapidary.coordinator.internal.machine.RequestMachine;
import io.lapidary.coordinator.internal.machine.RequestState;
import io.lapidary.coordinator.internal.queue.Lanes;
import io.lapidary.coordinator.internal.state.EntryCodec;
import io.lapidary.coordinator.internal.tenant.TaskUse;
import io.lapidary.events.codec.CloudEvents;
import io.lapidary.events.codec.DeadLetters;
import io.lapidary.events.codec.Envelopes;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.Topics;

/**
 * One task: all requests of one partition.
 *
 * <h2>The processing guarantee</h2>
 *
 * <p>At least once, made effectively once: within the horizon, one terminal event and one set of artifact records for each
 * requestId, whatever is killed and whenever. It is given by {@link #process}, {@link #tick} and {@link #commit} together with
 * Kafka Streams' {@code exactly_once_v2}: what was read, what became of the entry and what was sent because of it are committed
 * as one transaction, and everything downstream reads committed messages only. Window by window:
 *
 * <ol>
 *   <li>Before the request is in its topic: the sender is not told that it is, and sends it again. The second of two copies
 *       finds the entry of the first ({@code Arrivals.again}), also after the first has ended, for the horizon.
 *   <li>Read, not committed: the transaction is aborted with the state, the work item and the events in it; the task begins
 *       again behind its last commit, here or on another node, and reads the request again. A zombie (a node that was taken
 *       for dead) is fenced by its transactional id and commits nothing.
 *   <li>Committed, not begun: the work item is durable in its lane.
 *   <li>Being worked on: a worker that dies leaves its record unacknowledged, and another gets it. Should the record be lost
 *       nevertheless, its lease runs out ({@link Agenda}) and it is dispatched as another attempt. Two workers may then work
 *       on the same item; steps are remembered by content, so both make the same bytes.
 *   <li>Done, completion not durable: as before; the work is repeated from its remembered steps.
 *   <li>Completion durable, record not acknowledged: it is worked on again, and completes again. The second completion finds
 *       the request ended ({@code RequestMachine.apply}) and changes nothing.
 *   <li>Completion read, not committed: as in the second window. Result, artifact records, evaluation records, terminal event
 *       and the ended entry are one transaction: there are all of them or none.
 *   <li>Ended: the entry is remembered until the horizon has passed since the later of its end and its creation; a copy that
 *       comes after that was created before the horizon, and expires. That is the gap: such a copy gets a second terminal event,
 *       EXPIRED, and nothing is run for it.
 * </ol>
 *
 * <p>Events of workers are at least once and tell their attempt and sequence. What is kept on the heap ({@link Agenda}) follows
 * from the entries and is made from them in {@link #init}.
 */
final class CoordinatorProcessor implements Processor<byte[], byte[], String, Outbound> {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorProcessor.class);

    private final CoordinatorSettings settings;
    private final Shared shared;
    private final MessageCodec codec;
    private final RequestMachine machine;
    private final Envelopes envelopes;
    private final Inbox inbox;
    private final Placement placement;
    private final Outbox outbox;
    private final DeadLetters deadLetters;

    private ProcessorContext<String, Outbound> context;
    private KeyValueStore<String, byte[]> store;
    private Dossiers dossiers;
    private Desk desk;
    private TaskUse use;
    private Sweep sweep;
    private Alarm alarm;

    CoordinatorProcessor(CoordinatorSettings settings, Shared shared, MessageCodec codec) {
        this.settings = settings;
        this.shared = shared;
        this.codec = codec;
        String node = settings.rules().node();
        this.envelopes = new Envelopes(codec, CloudEvents.node(node));
        this.machine = new RequestMachine(settings.rules(), codec);
        this.inbox = new Inbox(codec);
        this.placement = new Placement(settings.partitions());
        this.outbox = new Outbox(envelopes, settings.maxMessageBytes());
        this.deadLetters = new DeadLetters(envelopes, node);
    }

    /** Also called again on the same object, after a task was lost: everything on the heap is made anew. */
    @Override
    public void init(ProcessorContext<String, Outbound> newContext) {
        context = newContext;
        store = context.getStateStore(CoordinatorTopology.REQUESTS_STORE);
        alarm = new Alarm(context, this::tick);
        restore();
        alarm.by(context.currentSystemTimeMs(), context.currentSystemTimeMs());
    }

    /** The agenda from the entries: they are all there before a task is given records. */
    private void restore() {
        long now = context.currentSystemTimeMs();
        var entries = new EntryCodec(codec);
        outbox.take();
        dossiers = new Dossiers(store, entries, settings.maxMessageBytes());
        use = new TaskUse(shared.uses(), context.taskId().partition(), shared.quotas());
        sweep = new Sweep(
                store,
                entry -> use.forgotten(EntryCodec.published(entry)),
                settings.rules().horizon().toMillis(),
                now);
        var agenda = new Agenda(
                new Lanes(shared.lanes(), context.taskId().partition()),
                shared.commitTimes(),
                settings.rules().lease().toMillis());
        desk = new Desk(machine, dossiers, agenda, use, outbox);
        try (var all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                if (EntryCodec.isLive(entry.value)) {
                    take(entries, agenda, entry.key, entry.value, now);
                } else {
                    use.remembered(EntryCodec.published(entry.value));
                }
            }
        }
    }

    private void take(EntryCodec entries, Agenda agenda, String requestId, byte[] bytes, long now) {
        try {
            RequestState state = (RequestState) entries.decode(requestId, bytes);
            state.request().value();
            use.follow(Optional.empty(), Optional.of(state));
            agenda.follow(requestId, Optional.empty(), Optional.of(state), Optional.empty(), now);
        } catch (IllegalStateException e) {
            LOG.error("Request {} cannot be taken up again; its state stays as it is", requestId, e);
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var received = Received.of(record, context.recordMetadata().orElseThrow());
        var moment = moment();
        Optional<String> tenant = Optional.empty();
        try {
            tenant = handle(received, moment);
            dossiers.prepare();
        } catch (LapidaryException e) {
            dossiers.discard();
            outbox.take();
            putAside(received, e, moment);
        } catch (IllegalStateException | IllegalArgumentException | NullPointerException e) {
            LOG.error("The message at {} cannot be handled", received.position(), e);
            restore();
            putAside(received, internal(e), moment);
        }
        commit();
        if (shared.commits().grants(tenant, moment.now())) {
            context.commit();
        }
        setAlarm(moment.now());
    }

    private void putAside(InboundMessage received, LapidaryException error, Moment moment) {
        outbox.add(deadLetters.of(received, error, moment.now()));
        shared.lettersSaid().of(received, error, moment.now()).ifPresent(LOG::warn);
    }

    private void setAlarm(long now) {
        alarm.by(Math.min(use.nextDue(), Math.min(desk.nextDue(now), sweep.nextDue(now))), now);
    }

    /** Gives whose request it is about, if that is known. */
    private Optional<String> handle(InboundMessage received, Moment moment) throws LapidaryException {
        var letter = inbox.read(received);
        if (letter instanceof Inbox.Beat beat) {
            desk.heard(beat.heartbeat(), moment.now());
        } else if (letter instanceof Inbox.ForMachine message) {
            boolean right =
                    placement.isRight(message.requestId(), context.taskId().partition());
            if (right || !message.movable()) {
                return desk.handle(message.requestId(), message.input(), moment);
            }
            move(received, message.requestId());
        }
        return Optional.empty();
    }

    /** Sends on what came on a partition where its request does not belong; the key decides where to. */
    private void move(InboundMessage received, String requestId) throws LapidaryException {
        if (received.headers().containsKey(Placement.MOVED)) {
            throw new LapidaryException(
                    ErrorCodes.INVALID_REQUEST,
                    "The topic " + received.topic() + " has not the " + settings.partitions()
                            + " partitions of the platform's topics.",
                    "Make the topic again with " + settings.partitions() + " partitions.");
        }
        Map<String, String> headers = new TreeMap<>(received.headers());
        headers.put(Placement.MOVED, received.position());
        outbox.add(new OutboundMessage(received.topic(), requestId, headers, received.payload()));
    }

    /** Another coordinator may have the task next. */
    @Override
    public void close() {
        use.end();
        desk.end();
    }

    private void tick() {
        var moment = moment();
        desk.tick(moment);
        dossiers.prepare();
        commit();
        sweep.tick(moment.now());
        setAlarm(moment.now());
    }

    /** Hands state and messages to the transaction that is open. */
    private void commit() {
        dossiers.write();
        long now = context.currentSystemTimeMs();
        use.announcement(settings.rules().node(), now)
                .map(said -> envelopes.wrap(Topics.TENANT_USE, Integer.toString(said.getPartition()), said))
                .ifPresent(outbox::add);
        for (OutboundMessage message : outbox.take()) {
            var headers = new RecordHeaders();
            message.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
            context.forward(
                    new Record<>(message.key(), new Outbound(message.topic(), message.payload()), now, headers));
        }
    }

    private Moment moment() {
        long now = context.currentSystemTimeMs();
        return new Moment(now, shared.catalog().at(now), use::refusal);
    }

    private static LapidaryException internal(RuntimeException e) {
        return new LapidaryException(
                ErrorCodes.INTERNAL_ERROR,
                "The coordinator could not handle the message: " + e.getMessage(),
                "Report it with the coordinator's log of this time.",
                e);
    }
}
