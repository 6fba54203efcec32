package io.lapidary.coordinator.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.coordinator.internal.queue.CommitTimes;
import io.lapidary.coordinator.internal.queue.LaneBoard;
import io.lapidary.coordinator.internal.reading.TurnClients;
import io.lapidary.coordinator.internal.topology.CoordinatorTopology;

/** A running topology: started with Kafka's own class loader, kept alive through failures, stopped within a bound. */
final class StreamsRun implements Supervisor.Run {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsRun.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
    private static final Duration CALM = Duration.ofMinutes(2);

    private final KafkaStreams streams;
    private final Duration stopWait;
    private final Runnable onRunning;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private long lastFailure = System.nanoTime() - CALM.toNanos();
    private Duration pause = FIRST_PAUSE;

    /**
     * @param lanes that the topology fills
     * @param commits is told of every transaction
     * @param stopWait how long {@link #close} waits
     * @param onRunning is called when its state is restored and its partitions are assigned, and after each pause in that
     */
    StreamsRun(
            Topology topology,
            StreamsSettings settings,
            LaneBoard lanes,
            CommitTimes commits,
            Duration stopWait,
            Runnable onRunning) {
        this.stopWait = stopWait;
        this.onRunning = onRunning;
        this.streams = withKafkasLoader(() -> new KafkaStreams(
                topology,
                settings.properties(),
                new TurnClients(CoordinatorTopology::isTenants, lanes::isFull, commits)));
        streams.setStateListener(this::changed);
        streams.setUncaughtExceptionHandler(this::failed);
        withKafkasLoader(() -> {
            streams.start();
            return null;
        });
    }

    /** The partitions whose tasks run here. */
    Set<Integer> partitions() {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .map(task -> task.taskId().partition())
                .collect(Collectors.toSet());
    }

    /** The entries of such a partition; safe to read while its task goes on. */
    ReadOnlyKeyValueStore<String, byte[]> entries(int partition) {
        return streams.store(StoreQueryParameters.fromNameAndType(
                        CoordinatorTopology.REQUESTS_STORE, QueryableStoreTypes.<String, byte[]>keyValueStore())
                .withPartition(partition));
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Kafka loads what its settings name by the thread's class loader, which in OSGi is anybody's. */
    private static <T> T withKafkasLoader(Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(KafkaStreams.class.getClassLoader());
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void changed(State now, State before) {
        switch (now) {
            case RUNNING -> {
                LOG.info("The coordinator is running");
                onRunning.run();
            }
            case ERROR, NOT_RUNNING -> ended.countDown();
            case CREATED, REBALANCING, PENDING_SHUTDOWN, PENDING_ERROR ->
                LOG.debug("The coordinator goes from {} to {}", before, now);
        }
    }

    /** A thread that fails is replaced, after a pause that grows while failures follow each other. */
    private StreamThreadExceptionResponse failed(Throwable failure) {
        if (stopping) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        Duration wait = nextPause();
        LOG.error("The coordinator failed and goes on from its last commit in {} ms", wait.toMillis(), failure);
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private synchronized Duration nextPause() {
        long now = System.nanoTime();
        boolean calm = now - lastFailure > CALM.toNanos();
        lastFailure = now;
        pause = calm ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
        return pause;
    }

    /** Ends with a last commit and leaves the group, so that others take over at once; waits for a bounded time. */
    @Override
    public void close() {
        stopping = true;
        boolean interrupted = Thread.interrupted(); // a stop is to wait for the last commit all the same
        boolean closed =
                streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(stopWait));
        if (!closed) {
            LOG.warn(
                    "The coordinator did not stop within {} s; what it had not committed is taken up again",
                    stopWait.toSeconds());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
