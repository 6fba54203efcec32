package io.lapidary.worker.internal.plugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.planner.VersionOrder;
import io.lapidary.worker.internal.plugin.Guarded.Guarding;

/**
 * Plugins as OSGi services that come and go.
 *
 * <p>{@code removedService} runs inside the service's unregistration, before its bundle's classes go away: blocking there, for
 * a bounded time, lets running uses end in peace. What has not ended by then is interrupted, and its item handed back.
 */
public final class TrackedPlugins<T> implements Plugins<T>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrackedPlugins.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);

    private final class Entry {
        private final Plugin<T> plugin;
        private final Callee callee;
        private final Set<Lease<T>> leases = new HashSet<>();

        private Entry(Plugin<T> plugin, Callee callee) {
            this.plugin = plugin;
            this.callee = callee;
        }
    }

    private final Guarding<T> guarding;
    private final PluginCalls calls;
    private final PluginRefusals refusals;
    private final Supplier<Duration> drain;
    private final Runnable changed;
    private final BundleDigest digests = new BundleDigest();
    private final Object lock = new Object();
    private final List<Entry> entries = new ArrayList<>();
    /** Plugins that another one of the same name keeps out, until it goes. */
    private final Map<ServiceReference<T>, Entry> waiting = new LinkedHashMap<>();

    private final ServiceTracker<T, Entry> tracker;

    /**
     * @param guarding asks a plugin who it is, and limits the calls into it
     * @param drain how long a plugin that goes away waits for its uses to end
     * @param changed called after each coming and going
     */
    public TrackedPlugins(
            BundleContext bundles,
            Class<T> type,
            Guarding<T> guarding,
            PluginCalls calls,
            Supplier<Duration> drain,
            Runnable changed) {
        this.guarding = guarding;
        this.calls = calls;
        this.drain = drain;
        this.changed = changed;
        refusals = new PluginRefusals(bundles);
        tracker = new ServiceTracker<>(bundles, type, new Customizer(bundles));
    }

    /** Begins to track. */
    public void open() {
        tracker.open();
    }

    @Override
    public void close() {
        tracker.close();
        refusals.close();
    }

    @Override
    public List<Plugin<T>> offered() {
        synchronized (lock) {
            return entries.stream().map(entry -> entry.plugin).toList();
        }
    }

    @Override
    public Optional<Lease<T>> borrow(String id, Optional<String> version, Optional<Digest> jar, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (lock) {
            while (true) {
                var found = entries.stream()
                        .filter(e -> e.plugin.id().equals(id))
                        .filter(e -> version.map(e.plugin.version()::equals).orElse(true))
                        .filter(e -> jar.map(e.plugin.jar()::equals).orElse(true))
                        .max((a, b) -> VersionOrder.compare(a.plugin.version(), b.plugin.version()));
                if (found.isPresent()) {
                    return Optional.of(lend(found.get()));
                }
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return Optional.empty();
                }
                lock.wait(left);
            }
        }
    }

    private Lease<T> lend(Entry entry) {
        var holder = new Object() {
            private Lease<T> lease;
        };
        holder.lease = new Lease<>(entry.plugin, () -> {
            synchronized (lock) {
                entry.leases.remove(holder.lease);
                lock.notifyAll();
            }
        });
        entry.leases.add(holder.lease);
        return holder.lease;
    }

    private final class Customizer implements ServiceTrackerCustomizer<T, Entry> {
        private final BundleContext bundles;

        private Customizer(BundleContext bundles) {
            this.bundles = bundles;
        }

        @Override
        public Entry addingService(ServiceReference<T> reference) {
            T service = bundles.getService(reference);
            if (service == null) {
                return null;
            }
            var bundle = reference.getBundle();
            Callee callee = Callee.of(bundle, service);
            try {
                var guarded = guarding.guard(service, callee, calls);
                var plugin = new Plugin<>(
                        guarded.service(),
                        guarded.id(),
                        guarded.version(),
                        digests.of(bundle),
                        digests.ofWiring(bundle));
                var entry = new Entry(plugin, callee.named(plugin.name()));
                offer(reference, entry);
                return entry;
            } catch (LapidaryException e) {
                refusals.refuse(reference, callee, e.sentence());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                refusals.refuse(reference, callee, "its bundle cannot be read: " + e + ".");
            }
            bundles.ungetService(reference);
            return null;
        }

        private void offer(ServiceReference<T> reference, Entry entry) {
            boolean kept;
            synchronized (lock) {
                kept = entries.stream()
                        .anyMatch(e -> e.plugin.name().equals(entry.plugin.name())
                                && !e.plugin.jar().equals(entry.plugin.jar()));
                if (kept) {
                    waiting.put(reference, entry);
                } else {
                    entries.add(entry);
                    lock.notifyAll();
                }
            }
            if (kept) {
                refusals.refuse(
                        reference,
                        entry.callee,
                        "it is offered already with other bytes. Raise its version, or remove the other bundle first.");
                return;
            }
            refusals.accept(reference);
            LOG.info(
                    "Offering {} (bundle content {}).",
                    entry.plugin.name(),
                    entry.plugin.jar().brief());
            changed.run();
        }

        /** Those that one which has gone kept out. */
        private void offerWaiting(Entry gone) {
            Map<ServiceReference<T>, Entry> freed = new LinkedHashMap<>();
            synchronized (lock) {
                waiting.forEach((reference, entry) -> {
                    if (entry.plugin.name().equals(gone.plugin.name())) {
                        freed.put(reference, entry);
                    }
                });
                waiting.keySet().removeAll(freed.keySet());
            }
            freed.forEach(this::offer);
        }

        @Override
        public void modifiedService(ServiceReference<T> reference, Entry entry) {
            // What a plugin is, its descriptor says; its service properties say nothing that matters here.
        }

        @Override
        public void removedService(ServiceReference<T> reference, Entry entry) {
            boolean offered;
            synchronized (lock) {
                waiting.remove(reference);
                offered = entries.remove(entry);
            }
            offerWaiting(entry);
            changed.run();
            try {
                if (!awaitUnused(entry, drain.get())) {
                    LOG.warn("{} goes away; {} uses of it are interrupted.", entry.plugin.name(), entry.leases.size());
                    synchronized (lock) {
                        entry.leases.forEach(Lease::revoke);
                    }
                    awaitUnused(entry, AFTER_INTERRUPT);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            bundles.ungetService(reference);
            if (offered) {
                LOG.info("No longer offering {}.", entry.plugin.name());
            }
        }

        private boolean awaitUnused(Entry entry, Duration time) throws InterruptedException {
            long end = System.nanoTime() + time.toNanos();
            synchronized (lock) {
                while (!entry.leases.isEmpty()) {
                    long left = (end - System.nanoTime()) / 1_000_000;
                    if (left <= 0) {
                        return false;
                    }
                    lock.wait(left);
                }
                return true;
            }
        }
    }
}
