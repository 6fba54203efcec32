package io.lapidary.coordinator.internal;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;

/** Starts the coordinator off the caller's thread, and again whenever it ends by itself, until it is closed. */
final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    private final Start start;
    private final Duration stopWait;
    private final Thread thread;
    /** An interruption alone does not tell: Kafka makes a failure to start of it. */
    private volatile boolean closing;

    /** Makes a run and begins it. */
    @FunctionalInterface
    interface Start {
        Run run() throws LapidaryException, InterruptedException;
    }

    /** Something that runs until it ends by itself or is closed. */
    interface Run extends AutoCloseable {
        /** Returns when it has ended by itself. */
        void awaitEnd() throws InterruptedException;

        /** Ends it within a bounded time. */
        @Override
        void close();
    }

    /** @param stopWait how long {@link #close()} waits */
    Supervisor(Start start, Duration stopWait) {
        this.start = start;
        this.stopWait = stopWait;
        this.thread = new Thread(this::supervise, "coordinator");
        thread.setDaemon(true);
        thread.start();
    }

    private void supervise() {
        Duration pause = FIRST_PAUSE;
        while (!closing && !Thread.currentThread().isInterrupted()) {
            try (Run run = start.run()) {
                pause = FIRST_PAUSE;
                run.awaitEnd();
                LOG.error("The coordinator has ended by itself and is started again");
            } catch (LapidaryException e) {
                LOG.warn("The coordinator does not start: {} Tried again in {} s.", e.sentence(), pause.toSeconds());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (closing) {
                    return;
                }
                LOG.error("The coordinator does not start; tried again in {} s", pause.toSeconds(), e);
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause.multipliedBy(2);
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(stopWait.toMillis() + 2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("The coordinator did not stop within {} s", stopWait.toSeconds());
        }
    }
}
