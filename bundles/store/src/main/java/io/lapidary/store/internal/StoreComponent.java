package io.lapidary.store.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.store.ArtifactStore;

/**
 * The node's store, a service as soon as its folder can be used. Until then it is tried again, for a shared folder may be mounted
 * later; what is wrong is logged once, and told to whoever waits for the node.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = StoreComponent.PID,
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = StoreComponent.Config.class)
public final class StoreComponent {
    static final String PID = "io.lapidary.store";
    private static final Logger LOG = LoggerFactory.getLogger(StoreComponent.class);
    private static final String DATA = "lapidary.data";
    /** Property of the store's service that says where it lies. */
    private static final String ROOT = "lapidary.store.root";
    /** Property of a service that says why waiting for the node is of no use. */
    private static final String HOPELESS = "lapidary.hopeless";

    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final BundleContext bundles;
    private final Config config;
    private final Duration again;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var made = new Thread(task, "store-opening");
        made.setDaemon(true);
        return made;
    });
    private String said = "";
    private Optional<ServiceRegistration<?>> offered = Optional.empty();
    private boolean ended;

    @ObjectClassDefinition(id = PID, name = "Lapidary store", description = "Where artifacts are kept on this node.")
    @interface Config {
        @AttributeDefinition(
                name = "Root",
                description = "The store's folder; empty for the folder store in the node's data folder."
                        + " Nodes of one cluster share one folder.")
        String root() default "";

        @AttributeDefinition(
                name = "Least free bytes",
                description = "A put that would leave less free on the disk is refused as disk-full.",
                min = "0")
        long minimum_free_bytes() default 256L << 20;
    }

    @Activate
    public StoreComponent(BundleContext bundles, Config config) {
        this(bundles, config, AGAIN);
    }

    StoreComponent(BundleContext bundles, Config config, Duration again) {
        this.bundles = bundles;
        this.config = config;
        this.again = again;
        open();
    }

    private synchronized void open() {
        if (ended) {
            return;
        }
        try {
            Path root = root(config.root(), bundles.getProperty(DATA));
            var store = new FileStore(root, config.minimum_free_bytes(), new RealDisk());
            offer(
                    new String[] {ArtifactStore.class.getName(), FileStore.class.getName()},
                    store,
                    Map.of(ROOT, store.root().toString()));
            if (!said.isEmpty()) {
                LOG.info("The store at {} can be used now", root);
            }
        } catch (LapidaryException e) {
            if (!said.equals(e.sentence())) {
                said = e.sentence();
                LOG.error("The store cannot be used, and nothing is done until it can: {}", said);
            }
            offer(new String[] {StoreComponent.class.getName()}, this, Map.of(HOPELESS, said));
            thread.schedule(this::open, again.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void offer(String[] names, Object service, Map<String, Object> properties) {
        withdraw();
        offered = Optional.of(bundles.registerService(names, service, new Hashtable<>(properties)));
    }

    private void withdraw() {
        offered.ifPresent(ServiceRegistration::unregister);
        offered = Optional.empty();
    }

    static Path root(String configured, String data) throws LapidaryException {
        if (!configured.isBlank()) {
            return Path.of(configured);
        }
        if (data == null || data.isBlank()) {
            throw new LapidaryException(
                    ErrorCodes.STORE_UNAVAILABLE,
                    "The store has no folder: neither root of " + PID + " nor the property " + DATA + " is set.",
                    "Set one of them.");
        }
        return Path.of(data, "store");
    }

    /** Whoever uses the store ends its use now. */
    @Deactivate
    synchronized void stop() {
        ended = true;
        thread.shutdownNow();
        withdraw();
    }
}
