package io.lapidary.worker.internal.plugin;

import java.util.concurrent.atomic.AtomicBoolean;

/** A plugin in use. Closing it twice does nothing. */
public final class Lease<T> implements AutoCloseable {
    private final Plugin<T> plugin;
    private final Runnable giveBack;
    private final Thread user = Thread.currentThread();
    private final AtomicBoolean closed = new AtomicBoolean();

    public Lease(Plugin<T> plugin, Runnable giveBack) {
        this.plugin = plugin;
        this.giveBack = giveBack;
    }

    public Plugin<T> plugin() {
        return plugin;
    }

    /** Interrupts the work that uses it, for its plugin must go. */
    void revoke() {
        if (!closed.get()) {
            user.interrupt();
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            giveBack.run();
        }
    }
}
