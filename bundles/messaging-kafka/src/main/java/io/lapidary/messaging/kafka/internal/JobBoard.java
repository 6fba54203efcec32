package io.lapidary.messaging.kafka.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.messaging.Acknowledgement;
import io.lapidary.api.messaging.WorkHandler;
import io.lapidary.api.work.TenantTurns;

/**
 * A lane's items on this node: which there are, which wait for a place and which run, who may fetch more.
 *
 * <p>Those that wait are started in turn by tenant, whichever hand holds them: one that holds many of one tenant would otherwise take each place
 * that comes free, and the others' would wait for all of them.
 *
 * <p>The lock is held while {@code free} and the handler are called, so that these calls come one at a time. The end of an item
 * takes no lock, since it may come from a thread that holds locks of its own.
 */
final class JobBoard {
    private static final Logger LOG = LoggerFactory.getLogger(JobBoard.class);
    /** An outcome that could not be told to the broker is kept for the item's coming back, this long. */
    private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(10);
    /** One item that takes longer makes the lane slow at once. */
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final IntSupplier free;
    private final WorkHandler handler;
    private final Map<Job.Position, Job> jobs = new ConcurrentHashMap<>();
    private final List<Hand> hands = new CopyOnWriteArrayList<>();
    private final Pace pace = new Pace();
    private final AtomicInteger running = new AtomicInteger();
    private final TenantTurns<Job> waiting = new TenantTurns<>();
    /** Hands for single items that may be handed one at any moment. */
    private int fetching;

    JobBoard(IntSupplier free, WorkHandler handler) {
        this.free = free;
        this.handler = handler;
    }

    void enter(Hand hand) {
        hands.add(hand);
    }

    void leave(Hand hand) {
        hands.remove(hand);
    }

    /** The job that {@code candidate} is, if it is known: it came back while it runs, or with an outcome that was not told. */
    Job known(Job candidate) {
        return jobs.compute(candidate.position(), (position, job) -> job != null && job.tells() ? job : candidate);
    }

    /**
     * Whether a hand may fetch: there is a place that no other hand fetches for. While items are quick, hands that fetch one at a time leave them
     * to those that fetch many.
     *
     * @param waitedLong whether it fetches beside those, too
     */
    synchronized boolean admit(boolean bulk, boolean waitedLong) {
        boolean fast = fast();
        if (bulk) {
            return fast && places() > 0;
        }
        boolean admitted = (waitedLong || !(fast && bulkServes())) && places() > fetching;
        if (admitted) {
            fetching++;
        }
        return admitted;
    }

    /** Says that an admitted hand has fetched, or has stopped trying. */
    synchronized void fetched(boolean bulk) {
        if (!bulk) {
            fetching--;
        }
    }

    /** Says that a hand fetches though it was not admitted. */
    synchronized void fetchesAnyway(boolean bulk) {
        if (!bulk) {
            fetching++;
        }
    }

    synchronized boolean placesLeft() {
        return places() > fetching;
    }

    private boolean bulkServes() {
        return hands.stream().anyMatch(hand -> hand.bulk() && hand.serving());
    }

    boolean fast() {
        long now = System.nanoTime();
        return pace.fast() && jobs.values().stream().noneMatch(job -> running(job) && job.age(now) > SLOW_NANOS);
    }

    private static boolean running(Job job) {
        return job.started() && job.outcome().isEmpty();
    }

    private int places() {
        try {
            return free.getAsInt();
        } catch (RuntimeException e) {
            LOG.warn("The number of free places could not be told; none are assumed", e);
            return 0;
        }
    }

    /** The job is to be started once there is a place and its turn has come. */
    synchronized void queue(Job job) {
        waiting.add(job.tenant(), job);
    }

    /** The job is not to be started any more, if it has not been. */
    synchronized void withdraw(Job job) {
        if (!job.started()) {
            waiting.remove(job);
        }
    }

    /** Starts who waits, as long as there are places; says whether there was any. */
    synchronized boolean startWaiting() {
        boolean any = false;
        while (!waiting.isEmpty() && places() > 0) {
            waiting.poll().ifPresent(this::start);
            any = true;
        }
        return any;
    }

    private void start(Job job) {
        job.start();
        running.incrementAndGet();
        CompletionStage<Acknowledgement> handling;
        try {
            handling = handler.handle(job.message());
        } catch (RuntimeException e) {
            handling = CompletableFuture.failedFuture(e);
        }
        handling.whenComplete((outcome, failure) -> end(job, outcome, failure));
    }

    private void end(Job job, Acknowledgement outcome, Throwable failure) {
        if (failure != null) {
            LOG.warn(
                    "The handling of {} failed; it is handed out again",
                    job.message().position(),
                    failure);
        }
        pace.took(job.age(System.nanoTime()), running.getAndDecrement());
        job.end(failure == null && outcome != null ? outcome : Acknowledgement.RELEASE);
        hands.forEach(Hand::ended);
        offerPlace();
    }

    /** Wakes who may use a place that came free: a hand that has items for it, else all that may fetch some. */
    private void offerPlace() {
        for (Hand hand : hands) {
            if (hand.placeAwaited()) {
                hand.wake();
                return;
            }
        }
        boolean fast = pace.fast();
        hands.stream().filter(hand -> hand.idle() && (hand.bulk() || !fast)).forEach(Hand::wake);
    }

    /** Says that the broker knows what became of a job, or has handed it to someone else before it began. */
    void forget(Job job) {
        jobs.remove(job.position(), job);
    }

    /** Lets go of outcomes whose items have not come back for long. */
    void tidy() {
        long now = System.nanoTime();
        jobs.values().removeIf(job -> job.outcome().isPresent() && job.age(now) > FORGET_NANOS);
    }
}
