package io.lapidary.worker.internal.intake;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The items that this node works on. */
final class RunningItems {
    private final Set<RunningItem> running = ConcurrentHashMap.newKeySet();

    void add(RunningItem item) {
        running.add(item);
    }

    void remove(RunningItem item) {
        synchronized (this) {
            running.remove(item);
            notifyAll();
        }
    }

    int size() {
        return running.size();
    }

    List<RunningItem> all() {
        return List.copyOf(running);
    }

    /** Ends every item of a request, its candidates too. */
    void stopRequest(String requestId, StopReason reason) {
        running.stream()
                .filter(item -> item.item().getRequestId().equals(requestId))
                .forEach(item -> item.stop(reason));
    }

    void stopAll(StopReason reason) {
        running.forEach(item -> item.stop(reason));
    }

    /** Waits until nothing runs; false if that is not so by then. */
    boolean awaitNone(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        synchronized (this) {
            while (!running.isEmpty()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        }
    }
}
