package io.lapidary.messaging.kafka.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What an operator can set of messaging; configs/io.lapidary.messaging.kafka.cfg says the same in its comments. */
@ObjectClassDefinition(name = "Lapidary messaging over Kafka")
@interface MessagingConfig {
    @AttributeDefinition(
            description = "Brokers as host:port, separated by commas; empty for those that the node was started with.")
    String bootstrap_servers() default "";

    @AttributeDefinition(
            description =
                    "A properties file with TLS and SASL settings, as Kafka's tools take it; empty for the one that"
                            + " the node was started with.")
    String command_config() default "";

    @AttributeDefinition(
            description =
                    "Partitions of topics that are spread by key; never changed once they are made. 0 for what the"
                            + " node was started with, else 8.",
            min = "0",
            max = "1000")
    int partitions() default 0;

    @AttributeDefinition(description = "Replicas of topics that are made; -1 for the cluster's default.", min = "-1")
    int replication_factor() default -1;

    @AttributeDefinition(
            description = "Replicas that must have a message before it counts; 0 for the cluster's default.",
            min = "0")
    int min_insync_replicas() default 0;

    @AttributeDefinition(description = "Tenants with topics of their own, beside the default one.")
    String[] tenants() default {};

    @AttributeDefinition(
            description = "Lanes that have a work topic.",
            options = {@Option("light"), @Option("calibrate"), @Option("train")})
    String[] lanes() default {"light", "calibrate", "train"};

    @AttributeDefinition(
            description = "How long requests, control, completions and work are kept, in days: longer than the"
                    + " coordinator's horizon.",
            min = "1")
    int input_retention_days() default 14;

    @AttributeDefinition(
            description = "How long results, events, artifacts, evaluations and dead letters are kept, in days.",
            min = "1")
    int result_retention_days() default 30;

    @AttributeDefinition(
            description = "How long an item is kept for a node that died, in seconds; within the cluster's bounds.",
            min = "1",
            max = "3600")
    int record_lock_seconds() default 15;

    @AttributeDefinition(
            description = "How often an item is handed out before the broker gives it up; within the cluster's bounds.",
            min = "2",
            max = "25")
    int delivery_limit() default 10;

    @AttributeDefinition(
            description = "How long a message that is published may take through an outage, in seconds.",
            min = "1",
            max = "3600")
    int publish_timeout_seconds() default 60;
}
