package io.lapidary.events.codec;

import java.util.Optional;

import io.lapidary.api.work.Lane;

/** Names of the platform's topics. */
public final class Topics {
    private static final String PREFIX = "lapidary.";

    /** OptimizationRequest of the default tenant, keyed by requestId. */
    public static final String REQUESTS = PREFIX + "requests";
    /** Control of any tenant's requests, keyed by requestId: for operators, and for the default tenant's own. */
    public static final String CONTROL = PREFIX + "control";
    /** Completion, keyed by requestId. */
    public static final String COMPLETIONS = PREFIX + "completions";
    /** Heartbeat, keyed by requestId. */
    public static final String HEARTBEATS = PREFIX + "heartbeats";
    /** OptimizationResult, keyed by requestId. */
    public static final String RESULTS = PREFIX + "results";
    /** LifecycleEvent, keyed by requestId. */
    public static final String EVENTS = PREFIX + "events";
    /** ArtifactRecord, keyed by the artifact's SHA-256. */
    public static final String ARTIFACTS = PREFIX + "artifacts";
    /** EvaluationRecord, keyed by requestId. */
    public static final String EVALUATIONS = PREFIX + "evaluations";
    /** DeadLetter, keyed by the position of what could not be read. */
    public static final String DEAD_LETTERS = PREFIX + "dead-letters";
    /** CatalogEntry, keyed by node; compacted. */
    public static final String CATALOG = PREFIX + "catalog";
    /** PartitionUse, keyed by partition; compacted. */
    public static final String TENANT_USE = PREFIX + "tenant-use";
    /** Writer schema as JSON text, keyed by fingerprint; compacted. */
    public static final String SCHEMAS = PREFIX + "schemas";

    /** The tenant whose requests come by {@link #REQUESTS}. */
    public static final String DEFAULT_TENANT = "default";

    private Topics() {}

    /** The topic a tenant may write its requests to. */
    public static String requests(String tenant) {
        return tenant.equals(DEFAULT_TENANT) ? REQUESTS : REQUESTS + "." + tenant;
    }

    /** The topic by which a tenant controls its requests, and nobody else's. */
    public static String control(String tenant) {
        return CONTROL + "." + tenant;
    }

    /** The tenant that a control topic belongs to; empty for that of all tenants. */
    public static Optional<String> controllerOf(String controlTopic) {
        return controlTopic.equals(CONTROL)
                ? Optional.empty()
                : Optional.of(controlTopic.substring(CONTROL.length() + 1));
    }

    /** The tenant that a requests topic belongs to. */
    public static String tenantOf(String requestsTopic) {
        return requestsTopic.equals(REQUESTS) ? DEFAULT_TENANT : requestsTopic.substring(REQUESTS.length() + 1);
    }

    /** WorkItem of a lane, keyed by workId. */
    public static String work(Lane lane) {
        return PREFIX + "work." + lane.id();
    }
}
