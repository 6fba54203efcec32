package io.lapidary.coordinator.internal;

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
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.store.LiveContent;
import io.lapidary.coordinator.internal.content.LiveNeeds;
import io.lapidary.coordinator.internal.content.ToldLater;
import io.lapidary.coordinator.internal.queue.CommitTimes;
import io.lapidary.coordinator.internal.queue.LaneBoard;
import io.lapidary.coordinator.internal.state.EntryCodec;
import io.lapidary.coordinator.internal.tenant.TenantQuotas;
import io.lapidary.coordinator.internal.topology.CoordinatorTopology;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.events.codec.SchemaCatalog;
import io.lapidary.messaging.kafka.KafkaConnection;

/**
 * The coordinator as a component: it runs while there is a cluster with the platform's topics. As a service it tells by {@value
 * #READY} whether it does; a node is ready when it does.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = "io.lapidary.coordinator",
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = CoordinatorConfig.class)
public final class CoordinatorComponent {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorComponent.class);

    private static final String READY = "lapidary.ready";

    private final ServiceRegistration<CoordinatorComponent> registration;
    private final Optional<ServiceRegistration<LiveContent>> content;
    private final Optional<Supervisor> supervisor;

    @Activate
    public CoordinatorComponent(
            BundleContext bundles,
            CoordinatorConfig config,
            @Reference KafkaConnection connection,
            @Reference TenantQuotas tenants) {
        if (!config.enabled()) {
            LOG.info("This node does not coordinate: enabled=false");
            registration = bundles.registerService(CoordinatorComponent.class, this, ready(true));
            supervisor = Optional.empty();
            content = Optional.empty();
            return;
        }
        String node = Optional.ofNullable(bundles.getProperty("lapidary.node.id"))
                .orElseGet(() -> "node-" + ProcessHandle.current().pid());
        ConfigReader.settings(config, node, 1); // a value out of its range is told now
        registration = bundles.registerService(CoordinatorComponent.class, this, ready(false));
        var streams = new StreamsSettings(
                config.application_id(),
                "coordinator-" + node,
                connection.properties(),
                connection.replicationFactor(),
                connection.minInsyncReplicas(),
                folder(bundles),
                config.threads(),
                config.standbys(),
                Duration.ofMillis(config.commit_millis()),
                Duration.ofMillis(config.session_timeout_millis()));
        Duration stop = Duration.ofSeconds(config.stop_seconds());
        var needs = new ToldLater();
        content = Optional.of(bundles.registerService(LiveContent.class, needs, null));
        supervisor = Optional.of(new Supervisor(
                () -> {
                    int partitions = Partitions.ask(connection.properties());
                    var settings = ConfigReader.settings(config, node, partitions);
                    var schemas = new SchemaCatalog();
                    var lanes = new LaneBoard(settings.windows(), partitions);
                    var commits = new CommitTimes();
                    var run = new StreamsRun(
                            CoordinatorTopology.build(settings, tenants::quotas, schemas, lanes, commits),
                            streams,
                            lanes,
                            commits,
                            stop,
                            () -> registration.setProperties(ready(true)));
                    needs.tell(new LiveNeeds(
                            partitions,
                            run::partitions,
                            run::entries,
                            () -> new EntryCodec(new MessageCodec(schemas))));
                    return run;
                },
                stop));
    }

    private static Dictionary<String, Object> ready(boolean ready) {
        return new Hashtable<>(Map.of(READY, ready));
    }

    @Deactivate
    void stop() {
        content.ifPresent(ServiceRegistration::unregister);
        supervisor.ifPresent(Supervisor::close);
        registration.unregister();
    }

    /** Kafka Streams wants a folder, though every store here is in memory. */
    private static Path folder(BundleContext bundles) {
        String data = bundles.getProperty("lapidary.data");
        return data == null ? bundles.getDataFile("streams").toPath() : Path.of(data, "coordinator");
    }
}
