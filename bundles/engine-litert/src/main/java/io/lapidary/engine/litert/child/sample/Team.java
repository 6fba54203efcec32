package io.lapidary.engine.litert.child.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.lapidary.api.LapidaryException;

/** The threads that look at tensors while the interpreters wait. Each tensor is one thread's, so sums keep their order. */
public final class Team implements AutoCloseable {
    private final ExecutorService threads;
    private final int size;

    public Team(int size) {
        this.size = size;
        this.threads = Executors.newFixedThreadPool(size);
    }

    public interface Work<T> {
        void on(T item) throws LapidaryException;
    }

    /** Does the work on every item, and returns when all is done. */
    public <T> void each(List<T> items, Work<T> work) throws LapidaryException {
        if (size == 1) {
            for (T item : items) {
                work.on(item);
            }
            return;
        }
        var next = new AtomicInteger();
        var shares = new ArrayList<Callable<Void>>();
        for (int share = 0; share < size; share++) {
            shares.add(() -> {
                for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                    work.on(items.get(i));
                }
                return null;
            });
        }
        join(threads, shares);
    }

    /**
     * Runs every share in a thread of its own, and returns when all have ended.
     *
     * @throws LapidaryException that one of them threw
     */
    public static void join(ExecutorService threads, List<Callable<Void>> shares) throws LapidaryException {
        try {
            for (var share : threads.invokeAll(shares)) {
                share.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LapidaryException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
