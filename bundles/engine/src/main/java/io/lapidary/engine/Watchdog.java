package io.lapidary.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Watches processes while they answer calls, and kills the one that is over its memory or time. */
final class Watchdog implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    Watchdog(String name) {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        // Once closed there is nothing to watch for: the pool kills every process itself.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Begins to watch; closing the watch ends that. */
    Watch watch(Process process, long memoryBytes, Duration timeout) {
        return new Watch(process, memoryBytes, timeout);
    }

    void later(Duration delay, Runnable task) {
        timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Why a process was killed. */
    sealed interface Verdict {
        /** @param residentBytes what it had */
        record OverMemory(long residentBytes) implements Verdict {}

        record OverTime() implements Verdict {}
    }

    /** One call being watched. */
    final class Watch implements AutoCloseable {
        private final Process process;
        private final long memoryBytes;
        private final long deadline;
        private final ScheduledFuture<?> ticks;
        private boolean closed;
        private Verdict verdict;

        private Watch(Process process, long memoryBytes, Duration timeout) {
            this.process = process;
            this.memoryBytes = memoryBytes;
            this.deadline = System.nanoTime() + saturatedNanos(timeout);
            long every = ResidentMemory.interval().toMillis();
            ticks = timer.scheduleWithFixedDelay(this::tick, every, every, TimeUnit.MILLISECONDS);
        }

        private static long saturatedNanos(Duration timeout) {
            // Half the range, so that a deadline stays comparable with nanoTime.
            return timeout.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE / 2 : timeout.toNanos();
        }

        private void tick() {
            long resident = ResidentMemory.now(process.pid()).orElse(0);
            if (resident > memoryBytes) {
                kill(new Verdict.OverMemory(resident));
            } else if (System.nanoTime() - deadline > 0) {
                kill(new Verdict.OverTime());
            }
        }

        private synchronized void kill(Verdict reason) {
            if (!closed && verdict == null) {
                verdict = reason;
                process.destroyForcibly();
            }
        }

        /** Why the process was killed; empty if it was not, or not by this watch. */
        synchronized Optional<Verdict> verdict() {
            return Optional.ofNullable(verdict);
        }

        @Override
        public synchronized void close() {
            closed = true;
            ticks.cancel(false);
        }
    }
}
