package io.lapidary.worker.internal.plugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.Digest;
import io.lapidary.api.planner.VersionOrder;

/**
 * Plugins as OSGi services that come and go.
 *
 * <p>{@code removedService} runs inside the service's unregistration, before its bundle's classes go away: blocking there, for
 * a bounded time, lets running uses end in peace. What has not ended by then is interrupted, and its item handed back.
 */
public final class TrackedPlugins<T> implements Plugins<T>, AutoCloseable {
    /** Who a plugin says it is. */
    public record Identity(String id, String version) {}

    private static final Logger LOG = LoggerFactory.getLogger(TrackedPlugins.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);

    private final class Entry {
        private final Plugin<T> plugin;
        private final Set<Lease<T>> leases = new HashSet<>();

        private Entry(Plugin<T> plugin) {
            this.plugin = plugin;
        }
    }

    private final Function<T, Identity> identify;
    private final Duration drain;
    private final Runnable changed;
    private final BundleDigest digests = new BundleDigest();
    private final Object lock = new Object();
    private final List<Entry> entries = new ArrayList<>();
    private final ServiceTracker<T, Entry> tracker;

    /**
     * @param identify reads id and version from a plugin's descriptor
     * @param drain how long a plugin that goes away waits for its uses to end
     * @param changed called after each coming and going
     */
    public TrackedPlugins(
            BundleContext bundles, Class<T> type, Function<T, Identity> identify, Duration drain, Runnable changed) {
        this.identify = identify;
        this.drain = drain;
        this.changed = changed;
        tracker = new ServiceTracker<>(bundles, type, new Customizer(bundles));
    }

    /** Begins to track. */
    public void open() {
        tracker.open();
    }

    @Override
    public void close() {
        tracker.close();
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
            try {
                Identity identity = identify.apply(service);
                var bundle = reference.getBundle();
                var plugin = new Plugin<>(
                        service, identity.id(), identity.version(), digests.of(bundle), digests.ofWiring(bundle));
                return admit(plugin) ? entryOf(plugin) : refuse(reference, plugin);
            } catch (RuntimeException | LinkageError e) {
                LOG.error("The plugin of bundle {} cannot describe itself and is left out.", reference.getBundle(), e);
                bundles.ungetService(reference);
                return null;
            }
        }

        private boolean admit(Plugin<T> plugin) {
            synchronized (lock) {
                return entries.stream()
                        .noneMatch(e -> e.plugin.name().equals(plugin.name())
                                && !e.plugin.jar().equals(plugin.jar()));
            }
        }

        private Entry entryOf(Plugin<T> plugin) {
            var entry = new Entry(plugin);
            synchronized (lock) {
                entries.add(entry);
                lock.notifyAll();
            }
            LOG.info(
                    "Offering {} (bundle content {}).",
                    plugin.name(),
                    plugin.jar().brief());
            changed.run();
            return entry;
        }

        private Entry refuse(ServiceReference<T> reference, Plugin<T> plugin) {
            LOG.error(
                    "Bundle {} offers {}, which is offered already with other bytes; it is left out. Raise its version.",
                    reference.getBundle(),
                    plugin.name());
            bundles.ungetService(reference);
            return null;
        }

        @Override
        public void modifiedService(ServiceReference<T> reference, Entry entry) {
            // What a plugin is, its descriptor says; its service properties say nothing that matters here.
        }

        @Override
        public void removedService(ServiceReference<T> reference, Entry entry) {
            synchronized (lock) {
                entries.remove(entry);
            }
            changed.run();
            try {
                if (!awaitUnused(entry, drain)) {
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
            LOG.info("No longer offering {}.", entry.plugin.name());
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
