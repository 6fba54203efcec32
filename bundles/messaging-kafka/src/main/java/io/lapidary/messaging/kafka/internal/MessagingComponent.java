package io.lapidary.messaging.kafka.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.api.messaging.WorkSource;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.messaging.kafka.KafkaConnection;
import io.lapidary.messaging.kafka.KafkaMessaging;

/**
 * Messaging as services. They are there once the cluster is ready: until then it is tried again in the background, so that a node
 * starts beside a broker that is away, and what went wrong is logged once.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = "io.lapidary.messaging.kafka",
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = MessagingConfig.class)
public final class MessagingComponent {
    private static final Logger LOG = LoggerFactory.getLogger(MessagingComponent.class);
    /** Those who use the services end their use meanwhile, a worker's draining included. */
    private static final long JOIN_MILLIS = TimeUnit.SECONDS.toMillis(55);

    /** A system property that appears tells nobody, so it is looked for. */
    private static final long ADDRESS_MILLIS = 20;

    private final BundleContext bundles;
    private final MessagingConfig config;
    private final Pause pause = new Pause();
    private final Thread starter = new Thread(this::start, "lapidary-messaging-start");
    private final Deque<ServiceRegistration<?>> services = new ArrayDeque<>();

    @Activate
    public MessagingComponent(BundleContext bundles, MessagingConfig config) {
        this.bundles = bundles;
        this.config = config;
        starter.setDaemon(true);
        starter.start();
    }

    /** Opens messaging, offers it until the end, closes it. */
    private void start() {
        String said = "";
        var complaint = new Complaint(bundles);
        while (!pause.ended()) {
            if (!SettingsReader.isBrokerNamed(config, bundles::getProperty)) {
                LOG.debug("Waiting for the address of the node's own broker");
                pause.rest(ADDRESS_MILLIS);
                continue;
            }
            try (KafkaMessaging messaging = KafkaMessaging.open(SettingsReader.read(config, bundles::getProperty))) {
                complaint.take();
                LOG.info("{} is ready", messaging.connection());
                offer(messaging);
                pause.awaitEnd();
                withdraw();
            } catch (LapidaryException e) {
                if (!said.equals(e.sentence())) {
                    said = e.sentence();
                    LOG.warn("Messaging is not ready: {}", said);
                }
                complaint.about(e);
                pause.backOff();
            } catch (InterruptedException e) {
                withdraw();
                pause.end();
            }
        }
        complaint.take();
    }

    private void offer(KafkaMessaging messaging) {
        add(MessageCodec.class, messaging.codec());
        add(MessagePublisher.class, messaging.publisher());
        add(TopicReader.class, messaging.reader());
        add(WorkSource.class, messaging.workSource());
        add(KafkaConnection.class, messaging.connection());
    }

    private <S> void add(Class<S> type, S service) {
        services.push(bundles.registerService(type, service, null));
    }

    /** Last first. Whoever uses a service ends its use now, while it still works. */
    private void withdraw() {
        while (!services.isEmpty()) {
            services.pop().unregister();
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        pause.end();
        starter.join(JOIN_MILLIS);
        if (starter.isAlive()) {
            starter.interrupt();
            starter.join(JOIN_MILLIS);
        }
    }
}
