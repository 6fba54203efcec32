package io.lapidary.store.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.store.LiveContent;
import io.lapidary.store.StoreMaintenance;

/** Keeps young what live requests need and, where an operator has set a time, takes from time to time what nobody used for it. */
@Component(
        immediate = true,
        service = {},
        configurationPid = StoreRetention.PID,
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = StoreRetention.Config.class)
public final class StoreRetention {
    static final String PID = "io.lapidary.store.retention";
    private static final Logger LOG = LoggerFactory.getLogger(StoreRetention.class);
    /** After a change of the settings, whose effect an operator waits for. */
    private static final long SOON_SECONDS = 5;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var made = new Thread(task, "store-retention");
        made.setDaemon(true);
        return made;
    });
    private final FileStore store;
    private volatile Config config;
    private ScheduledFuture<?> looks;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile LiveContent live;

    @ObjectClassDefinition(id = PID, name = "Lapidary store retention")
    @interface Config {
        @AttributeDefinition(description = "What nobody used for so many hours is taken; 0 to take nothing.", min = "0")
        int unused_hours() default 0;

        @AttributeDefinition(
                description =
                        "Nothing is taken while the store holds no more than so many bytes, the oldest first above.",
                min = "0")
        long keep_bytes() default 0;

        @AttributeDefinition(description = "Minutes between two looks.", min = "10", max = "360")
        int every_minutes() default 60;
    }

    @Activate
    public StoreRetention(Config config, @Reference FileStore store) {
        this.store = store;
        this.config = config;
        // Nodes that start together do not look together.
        looks = lookFrom(ThreadLocalRandom.current().nextLong(60, 300), config);
    }

    /** Holds from now on; a look that goes on ends by what held before. */
    @Modified
    synchronized void set(Config changed) {
        config = changed;
        looks.cancel(false);
        looks = lookFrom(SOON_SECONDS, changed);
    }

    private ScheduledFuture<?> lookFrom(long seconds, Config settings) {
        long every = TimeUnit.MINUTES.toSeconds(Math.min(360, Math.max(10, settings.every_minutes())));
        return thread.scheduleWithFixedDelay(this::look, seconds, every, TimeUnit.SECONDS);
    }

    private void look() {
        Optional<LiveContent> knows = Optional.ofNullable(live);
        if (knows.isEmpty()) {
            return;
        }
        Config settings = config;
        try {
            var keeper = new Keeper(store);
            keeper.renew(knows.get());
            if (settings.unused_hours() > 0) {
                Duration unused = Duration.ofHours(settings.unused_hours());
                keeper.collect(
                        knows.get().parts(),
                        unused.compareTo(StoreMaintenance.LEAST_AGE) < 0 ? StoreMaintenance.LEAST_AGE : unused,
                        settings.keep_bytes());
            }
        } catch (LapidaryException e) {
            LOG.warn("What is unused in the store is not taken now: {}", e.sentence());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("What is unused in the store is not taken now", e);
        }
    }

    @Deactivate
    void stop() {
        thread.shutdownNow();
    }
}
