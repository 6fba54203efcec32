package io.lapidary.provisioning.internal.folder;

import java.util.HashMap;
import java.util.Map;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.node.Refusal;

/** What was refused and why: told in the log once, and as a service for as long as it holds. */
public final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private record Held(Refusal refusal, ServiceRegistration<Refusal> service) {}

    private final BundleContext context;
    private final Map<String, Held> held = new HashMap<>();

    public Refusals(BundleContext context) {
        this.context = context;
    }

    /** Refuses a subject; an earlier reason for it is forgotten. */
    public synchronized void refuse(String subject, String reason) {
        Held before = held.get(subject);
        if (before != null && before.refusal().reason().equals(reason)) {
            return;
        }
        accept(subject);
        LOG.error("{} is refused: {}", subject, reason);
        var refusal = new Refusal(subject, reason);
        held.put(subject, new Held(refusal, context.registerService(Refusal.class, refusal, null)));
    }

    /** Nothing is wrong with a subject any more, or it is gone. */
    public synchronized void accept(String subject) {
        Held before = held.remove(subject);
        if (before != null) {
            before.service().unregister();
        }
    }
}
