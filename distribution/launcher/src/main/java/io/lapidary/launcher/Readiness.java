package io.lapidary.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/**
 * When a started platform can take work: every class that the property {@value #REQUIRED} names has a service, and no
 * service says {@code lapidary.ready=false} of itself. A component that is up only some time after its activation (it
 * joins a group, makes topics) registers with {@code false} and sets the property to {@code true} later. One that
 * can never be of use as things are says why by {@value #HOPELESS}.
 */
final class Readiness {

    /** Framework property: class names of the services without which the node is of no use, comma-separated. */
    static final String REQUIRED = "lapidary.ready.requires";

    /** Service property: why waiting is of no use, in a sentence. */
    static final String HOPELESS = "lapidary.hopeless";

    /** What is hopeless at one moment may mend itself at the next, as when another node makes topics. */
    private static final Duration HOPE = Duration.ofSeconds(4);

    private static final String NOT_READY = "(lapidary.ready=false)";

    private final BundleContext context;
    private final List<String> required;

    Readiness(BundleContext context) {
        this.context = context;
        String names = context.getProperty(REQUIRED);
        this.required = names == null
                ? List.of()
                : Arrays.stream(names.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    /**
     * Waits until nothing is missing, at most for the limit; returns what is missing then, empty when ready.
     *
     * @throws NodeException if waiting is of no use, and why
     */
    List<String> await(Duration limit) throws NodeException, InterruptedException {
        Semaphore changes = new Semaphore(0);
        ServiceListener listener = event -> changes.release();
        long end = System.nanoTime() + limit.toNanos();
        context.addServiceListener(listener);
        try {
            List<String> missing = missing();
            long hopelessSince = Long.MAX_VALUE;
            while (!missing.isEmpty() && System.nanoTime() < end) {
                Optional<String> why = hopeless();
                long now = System.nanoTime();
                hopelessSince = why.isEmpty() ? Long.MAX_VALUE : Math.min(hopelessSince, now);
                long giveUp = why.isEmpty() ? end : Math.min(end, hopelessSince + HOPE.toNanos());
                if (why.isPresent() && now >= giveUp) {
                    throw new NodeException(why.get());
                }
                changes.tryAcquire(giveUp - now, TimeUnit.NANOSECONDS);
                changes.drainPermits();
                missing = missing();
            }
            return missing;
        } finally {
            context.removeServiceListener(listener);
        }
    }

    /** Whether all that is required is there, though parts of it may not be ready yet. */
    boolean isComplete() {
        return required.stream().noneMatch(name -> context.getServiceReference(name) == null);
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (String name : required) {
            if (context.getServiceReference(name) == null) {
                missing.add("no service " + name);
            }
        }
        for (ServiceReference<?> service : notReady()) {
            missing.add(service.getBundle().getSymbolicName() + " is not ready");
        }
        return missing;
    }

    private Optional<String> hopeless() {
        return services("(" + HOPELESS + "=*)").stream()
                .map(service -> String.valueOf(service.getProperty(HOPELESS)))
                .findFirst();
    }

    private List<ServiceReference<?>> notReady() {
        return services(NOT_READY);
    }

    private List<ServiceReference<?>> services(String filter) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, filter);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(filter, e);
        }
    }
}
