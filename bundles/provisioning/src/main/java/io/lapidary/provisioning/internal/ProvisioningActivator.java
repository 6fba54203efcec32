package io.lapidary.provisioning.internal;

import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ManagedService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.provisioning.internal.config.ConfigFolder;
import io.lapidary.provisioning.internal.deploy.DeployFolder;
import io.lapidary.provisioning.internal.deploy.DeploySettings;
import io.lapidary.provisioning.internal.folder.Refusals;
import io.lapidary.provisioning.internal.logging.FrameworkLog;
import io.lapidary.provisioning.internal.logging.LogLevels;

/**
 * Reads configs/ before the platform's bundles start, deploys what is in deploy/, and then follows both while the node runs.
 *
 * <p>At its start a node with a configuration that is wrong does not come up: there is nothing before it that could stay in
 * force, and a default might be another store.
 */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class ProvisioningActivator implements BundleActivator {
    private static final Logger LOG = LoggerFactory.getLogger(ProvisioningActivator.class);
    private static final long LOOK_EVERY_MILLIS = 500;

    private volatile DeploySettings deploySettings = DeploySettings.DEFAULT;
    private volatile ScheduledExecutorService timer;

    @Override
    public void start(BundleContext context) throws BundleException {
        FrameworkLog.follow(context);
        var refusals = new Refusals(context);
        ConfigFolder configs =
                ConfigFolder.open(folder(context, "lapidary.configs"), admin(context), context, refusals);
        DeployFolder deploy =
                DeployFolder.open(folder(context, "lapidary.deploy"), context, () -> deploySettings, refusals);
        List<String> wrong = configs.scan();
        if (!wrong.isEmpty()) {
            throw new BundleException("the configuration is wrong: " + String.join(" ", wrong));
        }
        configurable(context, LogLevels.PID, new LogLevels()::apply);
        configurable(context, DeploySettings.PID, values -> {
            deploySettings = DeploySettings.of(values);
            deploy.reconsider();
        });
        var readiness = new Readiness(context);
        timer = Executors.newScheduledThreadPool(2, task -> {
            var thread = new Thread(task, "provisioning");
            thread.setDaemon(true);
            return thread;
        });
        every(configs::scan);
        every(() -> {
            deploy.scan();
            if (deploy.isSettled()) {
                readiness.reached();
            }
        });
    }

    @Override
    public void stop(BundleContext context) {
        if (timer != null) {
            timer.shutdownNow();
        }
    }

    /** Says that the node is not ready before what is in deploy/ at the start was dealt with. */
    private static final class Readiness {
        private final ServiceRegistration<Object> notReady;
        private boolean reached;

        private Readiness(BundleContext context) {
            var properties = new Hashtable<String, Object>();
            properties.put("lapidary.ready", false);
            notReady = context.registerService(Object.class, this, properties);
        }

        private void reached() {
            if (!reached) {
                reached = true;
                notReady.unregister();
            }
        }
    }

    private void every(Runnable work) {
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.error("A folder could not be followed; it is tried again.", e);
                    }
                },
                0,
                LOOK_EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static void configurable(BundleContext context, String pid, Consumer<Dictionary<String, ?>> taker) {
        var properties = new Hashtable<String, Object>();
        properties.put(Constants.SERVICE_PID, pid);
        ManagedService service = values -> taker.accept(values == null ? new Hashtable<>() : values);
        context.registerService(ManagedService.class, service, properties);
    }

    private static Path folder(BundleContext context, String property) throws BundleException {
        String path = context.getProperty(property);
        if (path == null) {
            throw new BundleException(
                    "the property " + property + " is not set: start the node with bin/lapidary start");
        }
        return Path.of(path);
    }

    private static ConfigurationAdmin admin(BundleContext context) throws BundleException {
        ServiceReference<ConfigurationAdmin> reference = context.getServiceReference(ConfigurationAdmin.class);
        if (reference == null) {
            throw new BundleException("there is no configuration admin, whose bundle is to start before this one");
        }
        return context.getService(reference);
    }
}
