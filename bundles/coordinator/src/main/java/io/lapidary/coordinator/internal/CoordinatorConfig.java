package io.lapidary.coordinator.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator can set of a coordinator; configs/io.lapidary.coordinator.cfg says the same in its comments. */
@ObjectClassDefinition(name = "Lapidary coordinator")
@interface CoordinatorConfig {
    @AttributeDefinition(description = "Whether this node takes part in coordinating; at least one node must.")
    boolean enabled() default true;

    @AttributeDefinition(
            description = "Name of the group of coordinators; also their transactions' and changelogs' prefix.")
    String application_id() default "lapidary-coordinator";

    @AttributeDefinition(
            description =
                    "How long ended requests are remembered, in hours: a request that is older when it comes expires.",
            min = "1")
    int horizon_hours() default 168;

    @AttributeDefinition(description = "How long nothing may be heard of a dispatched item, in seconds.", min = "5")
    int lease_seconds() default 60;

    @AttributeDefinition(description = "Attempts when memory, disk or time run out.", min = "1")
    int attempts_resource() default 3;

    @AttributeDefinition(description = "Attempts when a store, broker or engine fails.", min = "1")
    int attempts_external() default 5;

    @AttributeDefinition(description = "Attempts when the platform or a plugin fails.", min = "1")
    int attempts_internal() default 2;

    @AttributeDefinition(description = "Attempts when an item is begun and then not heard of.", min = "1")
    int attempts_lost() default 3;

    @AttributeDefinition(description = "Attempts when an item is not even begun though a node is idle.", min = "1")
    int attempts_unheard() default 5;

    @AttributeDefinition(
            description = "Rest after the first failure, in milliseconds; doubled after each further.",
            min = "1")
    long backoff_first_millis() default 1000;

    @AttributeDefinition(description = "The longest rest, in milliseconds.", min = "1")
    long backoff_max_millis() default 60_000;

    @AttributeDefinition(description = "Rounds of planning for one request.", min = "1")
    int max_rounds() default 100;

    @AttributeDefinition(description = "Candidates of one request, over all rounds.", min = "1")
    int max_candidates() default 1000;

    @AttributeDefinition(
            description = "The most items that this coordinator has dispatched and not complete in a lane.",
            min = "1")
    int lane_max() default 4096;

    @AttributeDefinition(description = "Items in a lane for each core that serves it: the least.", min = "1")
    int lane_per_core() default 1;

    @AttributeDefinition(
            description = "Items in a lane for each core that serves it while tenants share it: the most.",
            min = "1")
    int lane_shared_per_core() default 12;

    @AttributeDefinition(description = "How long an announcement of a node counts, in seconds.", min = "10")
    int catalog_life_seconds() default 30;

    @AttributeDefinition(description = "How long a message waits for its writer schema, in milliseconds.", min = "0")
    long schema_patience_millis() default 1000;

    @AttributeDefinition(description = "Threads; each takes some of the partitions.", min = "1")
    int threads() default 1;

    @AttributeDefinition(description = "Copies of the state on other coordinators, for a faster takeover.", min = "0")
    int standbys() default 1;

    @AttributeDefinition(description = "Time between transactions, in milliseconds.", min = "5")
    int commit_millis() default 60;

    @AttributeDefinition(
            description = "How long a coordinator may be silent before another takes over, in milliseconds.",
            min = "6000")
    int session_timeout_millis() default 10_000;

    @AttributeDefinition(description = "How long a stop waits for the last transaction, in seconds.", min = "1")
    int stop_seconds() default 20;
}
