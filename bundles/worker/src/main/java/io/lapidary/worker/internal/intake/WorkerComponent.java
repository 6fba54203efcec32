package io.lapidary.worker.internal.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

import io.lapidary.api.dataset.SampleReader;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.api.messaging.WorkSource;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.worker.internal.address.Addresses;
import io.lapidary.worker.internal.job.JobSettings;
import io.lapidary.worker.internal.job.NodeServices;
import io.lapidary.worker.internal.job.WorkHome;
import io.lapidary.worker.internal.plugin.CallLimits;
import io.lapidary.worker.internal.plugin.GuardedReader;
import io.lapidary.worker.internal.plugin.PluginCalls;

/**
 * The worker as a component: it works while broker and store are there, with whatever plugins there are. As a service it tells by
 * {@value #READY} whether it has joined its lanes; a node is ready when it has.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = "io.lapidary.worker",
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = NodeConfig.class)
public final class WorkerComponent {
    private static final long MIB = 1L << 20;
    private static final String READY = "lapidary.ready";
    private static final String HOPELESS = "lapidary.hopeless";

    private final BundleContext bundles;
    private final int cores = Runtime.getRuntime().availableProcessors();
    private final PluginCalls calls = new PluginCalls(this::callLimits);
    private final NodePlugins plugins;
    private final Worker worker;
    private final ServiceRegistration<WorkerComponent> registration;
    private final WorkHome home = new WorkHome();
    private final Path defaultFolder;
    private volatile NodeConfig config;

    @Activate
    public WorkerComponent(
            BundleContext bundles,
            NodeConfig config,
            @Reference MessagePublisher publisher,
            @Reference WorkSource source,
            @Reference TopicReader reader,
            @Reference ArtifactStore store,
            @Reference Addresses addresses,
            @Reference SampleReader samples) {
        this.bundles = bundles;
        this.config = config;
        defaultFolder = defaultFolder(bundles);
        plugins = new NodePlugins(
                bundles, calls, () -> Duration.ofSeconds(this.config.plugin_drain_seconds()), this::offersChanged);
        var services = new NodeServices(
                store,
                addresses,
                GuardedReader.of(samples, calls),
                plugins::engine,
                plugins::evaluator,
                plugins::report,
                plugins::planners,
                plugins::metrics,
                plugins::refusals,
                plugins.techniques(),
                plugins.backends(),
                calls,
                this::jobSettings,
                cores);
        plugins.open();
        home.within(jobsFolder(config)); // what was left behind goes now
        worker = new Worker(settings(config), services, publisher, source, reader);
        registration = bundles.registerService(WorkerComponent.class, this, ready(false));
        worker.start(this::complain).thenRun(() -> registration.setProperties(ready(true)));
    }

    /** Whoever waits for this node is told that waiting is of no use. */
    private void complain(Optional<String> complaint) {
        Dictionary<String, Object> properties = ready(false);
        complaint.ifPresent(sentence -> properties.put(HOPELESS, sentence));
        registration.setProperties(properties);
    }

    private static Dictionary<String, Object> ready(boolean ready) {
        return new Hashtable<>(Map.of(READY, ready));
    }

    /** Other settings hold from now on; what runs goes on. */
    @Modified
    void modified(NodeConfig next) {
        config = next;
        worker.apply(settings(next));
    }

    private void offersChanged() {
        // Before the worker is made, its first announcement tells all.
        if (worker != null) {
            worker.offersChanged();
        }
    }

    @Deactivate
    void stop() {
        worker.close();
        registration.unregister();
        plugins.close();
        calls.close();
        home.close();
    }

    private Worker.Settings settings(NodeConfig now) {
        return Worker.Settings.of(now, nodeId(bundles), version(bundles), cores);
    }

    private JobSettings jobSettings() {
        NodeConfig now = config;
        int threads = now.engine_threads() > 0 ? now.engine_threads() : Math.min(cores, 4);
        var limits = new EngineLimits(
                now.engine_memory_mib() * MIB, Duration.ofSeconds(now.engine_timeout_seconds()), threads);
        return new JobSettings(limits, now.job_memory_mib() * MIB, home.within(jobsFolder(now)));
    }

    private Path jobsFolder(NodeConfig now) {
        return now.work_folder().isEmpty() ? defaultFolder : Path.of(now.work_folder());
    }

    private CallLimits callLimits() {
        NodeConfig now = config;
        return new CallLimits(
                Duration.ofSeconds(now.describe_seconds()),
                Duration.ofSeconds(now.plan_seconds()),
                Duration.ofSeconds(now.step_light_seconds()),
                Duration.ofSeconds(now.step_heavy_seconds()),
                Duration.ofSeconds(now.pack_seconds()),
                Duration.ofSeconds(now.evaluate_seconds()),
                Duration.ofSeconds(now.abandon_seconds()));
    }

    private static String nodeId(BundleContext bundles) {
        return Optional.ofNullable(bundles.getProperty("lapidary.node.id"))
                .orElseGet(() -> "node-" + ProcessHandle.current().pid());
    }

    private static String version(BundleContext bundles) {
        var version = bundles.getBundle().getVersion();
        return version.getMajor() + "." + version.getMinor() + "." + version.getMicro();
    }

    private static Path defaultFolder(BundleContext bundles) {
        String data = bundles.getProperty("lapidary.data");
        if (data != null) {
            return Path.of(data, "work");
        }
        try {
            return Files.createTempDirectory("lapidary-work");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for jobs' files", e);
        }
    }
}
