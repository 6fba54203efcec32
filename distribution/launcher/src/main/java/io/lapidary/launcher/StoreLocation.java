package io.lapidary.launcher;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/** Where the node's store lies: whoever offers it says so by the service property {@value #ROOT}, and it may move while the node runs. */
final class StoreLocation {
    static final String ROOT = "lapidary.store.root";

    private static final String FILTER = "(" + ROOT + "=*)";

    private final BundleContext context;

    StoreLocation(BundleContext context) {
        this.context = context;
    }

    /** Where it lies now; empty if no store is offered. */
    Optional<Path> now() {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, FILTER);
            return found == null ? Optional.empty() : Optional.of(of(found[0]));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(FILTER, e);
        }
    }

    /** Tells each place that it moves to from now on. */
    void follow(Consumer<Path> moved) {
        try {
            context.addServiceListener(
                    event -> {
                        if (event.getType() == ServiceEvent.REGISTERED) {
                            moved.accept(of(event.getServiceReference()));
                        }
                    },
                    FILTER);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(FILTER, e);
        }
    }

    private static Path of(ServiceReference<?> store) {
        return Path.of(String.valueOf(store.getProperty(ROOT)));
    }
}
