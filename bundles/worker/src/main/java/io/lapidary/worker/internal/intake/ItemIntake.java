package io.lapidary.worker.internal.intake;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.Acknowledgement;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.WorkHandler;
import io.lapidary.events.Completion;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.Outcome;
import io.lapidary.events.WorkItem;
import io.lapidary.events.codec.DeadLetterLines;
import io.lapidary.events.codec.DeadLetters;
import io.lapidary.events.codec.Envelopes;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.Topics;
import io.lapidary.events.mapping.ErrorMapper;
import io.lapidary.worker.internal.job.JobMonitor;

/**
 * Takes items, runs each on a thread that bears its name meanwhile, and tells the coordinator what became of it.
 *
 * <p>The guarantee: an item is acknowledged only after its completion is durable. Killed before that, it is handed out again
 * to some node, which finds the steps that were done in the store; killed after it but before the acknowledgement, it is handed
 * out again too, and its second completion finds the request decided. The gap: work that is not a step (packaging,
 * evaluation) is done again.
 */
final class ItemIntake implements WorkHandler, AutoCloseable {
    /** Does the work of an item. */
    interface ItemRunner {
        /** Runs to the end and gives what became of it, without the fields that name the item, the node and the time. */
        Completion.Builder run(WorkItem item, JobMonitor monitor) throws LapidaryException, InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ItemIntake.class);
    private static final String IDLE = "job none";
    private static final int IDLE_SECONDS = 10;

    private final String node;
    private final MessageCodec codec;
    private final Envelopes envelopes;
    private final MessagePublisher publisher;
    private final DeadLetters deadLetters;
    private final DeadLetterLines lettersSaid = new DeadLetterLines();
    private final Heartbeats heartbeats;
    private final ScheduledExecutorService timer;
    private final RunningItems running;
    private final Decisions decisions;
    private final ItemRunner runner;
    private final ExecutorService threads = threads();

    ItemIntake(
            String node,
            MessageCodec codec,
            Envelopes envelopes,
            MessagePublisher publisher,
            ScheduledExecutorService timer,
            RunningItems running,
            Decisions decisions,
            ItemRunner runner) {
        this.node = node;
        this.codec = codec;
        this.envelopes = envelopes;
        this.publisher = publisher;
        this.timer = timer;
        this.running = running;
        this.decisions = decisions;
        this.runner = runner;
        deadLetters = new DeadLetters(envelopes, node);
        heartbeats = new Heartbeats(timer, envelopes, publisher, node);
    }

    @Override
    public CompletionStage<Acknowledgement> handle(InboundMessage message) {
        WorkItem work;
        try {
            work = codec.decode(WorkItem.class, message.payload());
        } catch (LapidaryException e) {
            long now = System.currentTimeMillis();
            lettersSaid.of(message, e, now).ifPresent(LOG::warn);
            return publisher.publish(deadLetters.of(message, e, now)).thenApply(done -> Acknowledgement.REJECT);
        }
        if (decisions.isDecided(work.getRequestId())) {
            return CompletableFuture.completedFuture(Acknowledgement.ACCEPT);
        }
        var item = new RunningItem(work, new Journal(work, node, envelopes, publisher));
        running.add(item);
        var acknowledgement = new CompletableFuture<Acknowledgement>();
        threads.execute(() -> workNamed(item, acknowledgement));
        return acknowledgement;
    }

    /** As many as there are items, which the lanes bound; an idle one goes soon, with what a plugin left in its thread-locals. */
    private static ExecutorService threads() {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    var thread = new Thread(task, IDLE);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    private void workNamed(RunningItem item, CompletableFuture<Acknowledgement> acknowledgement) {
        Thread thread = Thread.currentThread();
        thread.setName(
                "job " + item.item().getWorkId() + " attempt " + item.item().getAttempt());
        try {
            work(item, acknowledgement);
        } finally {
            MDC.clear();
            thread.setName(IDLE);
        }
    }

    /** To be called when nothing runs any more and no item comes. */
    @Override
    public void close() {
        threads.shutdown();
    }

    private void work(RunningItem item, CompletableFuture<Acknowledgement> acknowledgement) {
        WorkItem work = item.item();
        MDC.put("requestId", work.getRequestId());
        MDC.put("tenant", work.getTenant());
        MDC.put("node", node);
        ScheduledFuture<?> beating = heartbeats.begin(work);
        Optional<ScheduledFuture<?>> deadline = scheduleDeadline(item);
        Optional<Completion.Builder> completion;
        try {
            item.begin();
            item.happened(LifecycleType.STARTED, -1, "", "");
            completion = run(item);
        } finally {
            item.end();
            beating.cancel(false);
            deadline.ifPresent(d -> d.cancel(false));
            running.remove(item);
        }
        if (completion.isEmpty()) {
            boolean decided =
                    item.stopReason().filter(r -> r == StopReason.DECIDED).isPresent();
            acknowledgement.complete(decided ? Acknowledgement.ACCEPT : Acknowledgement.RELEASE);
            return;
        }
        publisher
                .publish(envelopes.wrap(Topics.COMPLETIONS, work.getRequestId(), named(completion.get(), work)))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        acknowledgement.complete(Acknowledgement.ACCEPT);
                    } else {
                        LOG.warn("The completion of {} was not published: {}", work.getWorkId(), failure.getMessage());
                        acknowledgement.completeExceptionally(failure);
                    }
                });
    }

    private Optional<ScheduledFuture<?>> scheduleDeadline(RunningItem item) {
        if (item.deadline().equals(Instant.MAX)) {
            return Optional.empty();
        }
        long left = Math.max(0, item.deadline().toEpochMilli() - System.currentTimeMillis());
        return Optional.of(timer.schedule(() -> item.stop(StopReason.DEADLINE), left, TimeUnit.MILLISECONDS));
    }

    /** What became of it; empty if it is not this run that decides, so that nothing is to be told. */
    private Optional<Completion.Builder> run(RunningItem item) {
        String id = item.item().getWorkId();
        try {
            return Optional.of(runner.run(item.item(), item));
        } catch (InterruptedException e) {
            return stopped(item);
        } catch (LapidaryException e) {
            if (item.stopReason().isPresent()) {
                return stopped(item);
            }
            if (e.type().refuses()) {
                LOG.info("{} is refused with {}: {}", id, e.code(), e.sentence());
            } else {
                int attempt = item.item().getAttempt();
                LOG.warn("Attempt {} of {} failed with {}: {}", attempt, id, e.code(), e.sentence(), e);
            }
            return Optional.of(failed(e));
        } catch (OutOfMemoryError e) {
            LOG.error("{} ran out of heap.", id, e);
            return Optional.of(failed(new LapidaryException(
                    ErrorCodes.OUT_OF_MEMORY,
                    "The work needs more heap than this node has ("
                            + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB).",
                    "Give the node more (LAPIDARY_JAVA_OPTS=-Xmx...), or send the work to a larger one.",
                    e)));
        } catch (RuntimeException | Error e) {
            LOG.error("{} ends with a fault of the platform.", id, e);
            return Optional.of(failed(new LapidaryException(
                    ErrorCodes.INTERNAL_ERROR,
                    "The platform failed at this work: " + e + ".",
                    "The node's log has the details; please report them.",
                    e)));
        }
    }

    private Optional<Completion.Builder> stopped(RunningItem item) {
        return item.stopReason().flatMap(reason -> switch (reason) {
            case CANCELLED ->
                Optional.of(failed(Outcome.CANCELLED, ErrorCodes.REQUEST_CANCELLED, "It was cancelled.", ""));
            case DEADLINE ->
                Optional.of(failed(
                        Outcome.FAILED,
                        ErrorCodes.DEADLINE_EXCEEDED,
                        "Its deadline passed while it ran.",
                        "Send it again with a later deadline (--timeout); steps that were done are remembered."));
            case DECIDED, SHUTDOWN -> Optional.<Completion.Builder>empty();
        });
    }

    private static Completion.Builder failed(Outcome outcome, ErrorCode code, String message, String remedy) {
        return Completion.newBuilder()
                .setOutcome(outcome)
                .setError(ErrorMapper.toInfo(new LapidaryException(code, message, remedy)));
    }

    private static Completion.Builder failed(LapidaryException e) {
        return Completion.newBuilder()
                .setOutcome(e.type().refuses() ? Outcome.REFUSED : Outcome.FAILED)
                .setError(ErrorMapper.toInfo(e));
    }

    private Completion named(Completion.Builder completion, WorkItem work) {
        return completion
                .setWorkId(work.getWorkId())
                .setRequestId(work.getRequestId())
                .setAttempt(work.getAttempt())
                .setRound(work.getRound())
                .setNode(node)
                .setFinishedAt(Instant.now().toEpochMilli())
                .build();
    }
}
