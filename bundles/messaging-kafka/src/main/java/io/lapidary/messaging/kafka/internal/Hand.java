package io.lapidary.messaging.kafka.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.work.Lane;
import io.lapidary.events.codec.Topics;

/**
 * A share consumer and its thread: fetches items, holds them until they are done, fetches again.
 *
 * <p>A share consumer gives out nothing new while an item of its is being renewed, so a lane has as many hands as items may run
 * side by side. Once it has polled, it may be handed an item at any later moment; so a hand polls only when there is a place for
 * what it may get, and then goes on until it has got something.
 */
final class Hand implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Hand.class);
    /** Short: in a poll that lasts, a share consumer may ask the broker no more, and items lay there for their whole lease. */
    private static final Duration POLL = Duration.ofMillis(250);

    private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /**
     * A consumer may have fetched what its polls did not give yet. That lies in it until its hand polls again or its lock ends, and with it
     * the whole lane once the broker has handed out as many behind it as it keeps locks for (2,000): so no hand rests for longer.
     */
    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Supplier<ShareConsumer<String, byte[]>> consumers;
    private final Lane name;
    private final int size;
    private final JobBoard board;
    private final Staffing staffing;
    private final Pause pause = new Pause();
    private final Wakeable polling = new Wakeable();
    private final Thread thread;
    private volatile Optional<Batch> held = Optional.empty();
    private volatile boolean serving;
    private boolean joined;

    /**
     * @param consumers gives it a consumer of the lane's group that fetches {@code size} items at a time
     * @param size 1, or more for a lane whose items are done quickly
     * @param staffing is told how it fares
     */
    Hand(Supplier<ShareConsumer<String, byte[]>> consumers, Lane name, int size, JobBoard board, Staffing staffing) {
        this.consumers = consumers;
        this.name = name;
        this.size = size;
        this.board = board;
        this.staffing = staffing;
        this.thread = new Thread(this, "lapidary-work-" + name + (bulk() ? "-bulk" : ""));
        this.thread.setDaemon(true);
    }

    boolean bulk() {
        return size > 1;
    }

    /** Whether its consumer has got items before, so that it gets more. */
    boolean serving() {
        return serving;
    }

    /** Whether it has nothing in hand. */
    boolean idle() {
        return held.isEmpty();
    }

    /** Whether it has items in hand that wait for a place. */
    boolean placeAwaited() {
        return held.filter(Batch::placeAwaited).isPresent();
    }

    void start() {
        thread.start();
    }

    /** An item of the lane has ended, whoever held it, so that all in this hand may have. */
    void ended() {
        if (held.filter(Batch::allEnded).isPresent()) {
            wake();
        }
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    /** Begins to end it: what is not done is handed back. */
    void stop() {
        pause.end();
        polling.wake();
        wake();
    }

    void join(Duration atMost) throws InterruptedException {
        if (Thread.currentThread() != thread) {
            thread.join(atMost.toMillis());
        }
    }

    @Override
    public void run() {
        thread.setContextClassLoader(KafkaShareConsumer.class.getClassLoader());
        board.enter(this);
        while (!pause.ended()) {
            try (ShareConsumer<String, byte[]> consumer = consumers.get()) {
                consumer.subscribe(List.of(Topics.work(name)));
                serve(consumer);
            } catch (WakeupException e) {
                LOG.debug("Taking work of {} ends", name);
            } catch (InterruptException e) {
                LOG.info("Taking work of {} was interrupted", name);
                pause.end();
            } catch (KafkaException | IllegalStateException e) {
                LOG.warn("Taking work of {} is held up: {}", name, Failures.line(e));
                pause.backOff();
            } catch (RuntimeException e) {
                LOG.error("Taking work of {} met a fault of ours; it begins anew", name, e);
                pause.backOff();
            }
            held = Optional.empty();
            serving = false;
            if (bulk()) {
                awaitAdmission(false, Long.MAX_VALUE);
            }
        }
        board.leave(this);
    }

    /** Ends when it is to end, or, if it fetches many, is not needed for a while: what its consumer may hold is handed back as that is closed. */
    private void serve(ShareConsumer<String, byte[]> consumer) {
        boolean fetching = false;
        boolean mayHaveMore = false;
        long polledAt = System.nanoTime();
        try {
            while (!pause.ended()) {
                if (!fetching) {
                    fetching = awaitAdmission(mayHaveMore, bulk() ? LONGEST_REST_NANOS : Long.MAX_VALUE);
                    mayHaveMore = false;
                    if (!fetching) {
                        return;
                    }
                    if (System.nanoTime() - polledAt > Batch.lockNanos(consumer) / 3) {
                        dropStale(consumer);
                    }
                    continue;
                }
                ConsumerRecords<String, byte[]> records = poll(consumer);
                polledAt = System.nanoTime();
                if (!joined && hasFetched(consumer)) {
                    joined = true;
                    staffing.joined();
                }
                if (records.isEmpty()) {
                    // The next poll asks, too: if an answer comes just then, the consumer has fetched twice, and the
                    // second is given by the poll after.
                    mayHaveMore = true;
                } else {
                    fetching = false;
                    serving = true;
                    board.fetched(bulk());
                    fetching = hold(new Batch(consumer, board, records));
                    pause.reset();
                }
            }
        } finally {
            if (fetching) {
                board.fetched(bulk());
            }
        }
    }

    private ConsumerRecords<String, byte[]> poll(ShareConsumer<String, byte[]> consumer) {
        polling.set(consumer::wakeup);
        try {
            return pause.ended() ? ConsumerRecords.empty() : consumer.poll(POLL);
        } finally {
            polling.clear();
        }
    }

    /**
     * What the consumer has fetched besides the last batch, of another broker or by asking twice, lies in it since, is not renewed,
     * and may by now be worked on elsewhere: it is not to be started here.
     */
    private static void dropStale(ShareConsumer<String, byte[]> consumer) {
        ConsumerRecords<String, byte[]> stale = consumer.poll(Duration.ZERO);
        if (!stale.isEmpty()) {
            stale.forEach(record -> consumer.acknowledge(record, AcknowledgeType.RELEASE));
            consumer.commitSync();
        }
    }

    /** Whether it has been given partitions and has asked for items of them, which nothing but its metrics tells. */
    private static boolean hasFetched(ShareConsumer<String, byte[]> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("fetch-total"))
                .anyMatch(metric -> metric.getValue().metricValue() instanceof Double total && total > 0);
    }

    /** Sees a batch through; true if a fetch began meanwhile, whose items must be waited for. */
    private boolean hold(Batch batch) {
        held = Optional.of(batch);
        try {
            seeThrough(batch);
            if (!batch.isEmpty()) {
                batch.release();
            }
        } finally {
            batch.withdraw();
            held = Optional.empty();
        }
        staffing.done();
        if (batch.fetching()) {
            board.fetchesAnyway(bulk());
        }
        return batch.fetching();
    }

    private void seeThrough(Batch batch) {
        long start = System.nanoTime();
        boolean busy = false;
        while (!batch.isEmpty() && !pause.ended()) {
            board.startWaiting();
            batch.settle();
            if (!batch.isEmpty()) {
                if (!busy && System.nanoTime() - start > BUSY_NANOS) {
                    busy = true;
                    staffing.busy();
                }
                if (batch.await()) {
                    long longest = busy ? LONGEST_PARK_NANOS : BUSY_NANOS;
                    LockSupport.parkNanos(Math.min(longest, batch.nanosLeft()));
                }
            }
        }
    }

    /**
     * Waits until this hand may fetch; false once it is to end, or has waited long enough. Free places come back without a word, so they are
     * asked for.
     *
     * @param mayHaveMore whether its consumer may hold another item: then it fetches in any case, once, since nobody else is handed
     *     that item before its lock ends
     */
    private boolean awaitAdmission(boolean mayHaveMore, long atMostNanos) {
        long start = System.nanoTime();
        long wait = TimeUnit.MILLISECONDS.toNanos(1);
        while (!pause.ended() && System.nanoTime() - start < atMostNanos) {
            if (board.admit(bulk(), System.nanoTime() - start > LONGEST_REST_NANOS)) {
                return true;
            }
            if (mayHaveMore) {
                board.fetchesAnyway(bulk());
                return true;
            }
            LockSupport.parkNanos(wait);
            wait = Math.min(2 * wait, TimeUnit.MILLISECONDS.toNanos(50));
        }
        return false;
    }
}
