package io.lapidary.messaging.kafka.internal;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/**
 * Says to whoever waits for this node, by a service, that the cluster cannot be used as it is; a cluster that only does not answer may
 * do so later.
 */
final class Complaint {
    private static final String HOPELESS = "lapidary.hopeless";

    private final BundleContext bundles;
    private Optional<ServiceRegistration<Complaint>> made = Optional.empty();

    Complaint(BundleContext bundles) {
        this.bundles = bundles;
    }

    void about(LapidaryException failure) {
        if (failure.code().equals(ErrorCodes.BROKER_UNAVAILABLE)) {
            take();
            return;
        }
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(HOPELESS, failure.sentence()));
        made.ifPresentOrElse(
                registration -> registration.setProperties(properties),
                () -> made = Optional.of(bundles.registerService(Complaint.class, this, properties)));
    }

    /** All is well again, or has ended. */
    void take() {
        made.ifPresent(ServiceRegistration::unregister);
        made = Optional.empty();
    }
}
