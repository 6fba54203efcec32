package io.lapidary.it.support;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Whom a cluster knows, and what each may do: the table "Access" of docs/messages.md, and nothing beyond it. */
public enum Principal {
    /** The brokers among themselves; may do everything. */
    BROKER(List.of()),
    /** A client of the default tenant. */
    REQUESTER(List.of(
            topics(WRITE, "lapidary.requests", "lapidary.control.default"),
            topics(
                    READ,
                    "lapidary.results",
                    "lapidary.events",
                    "lapidary.schemas",
                    "lapidary.catalog",
                    "lapidary.artifacts",
                    "lapidary.evaluations"))),
    /** Worker and coordinator, which makes topics and sets up groups. */
    NODE(List.of(
            topics(
                    WRITE,
                    "lapidary.completions",
                    "lapidary.heartbeats",
                    "lapidary.events",
                    "lapidary.dead-letters",
                    "lapidary.catalog",
                    "lapidary.schemas"),
            allOf(TOPIC, "lapidary.work.", READ),
            topics(
                    READ,
                    "lapidary.control",
                    "lapidary.control.default",
                    "lapidary.results",
                    "lapidary.catalog",
                    "lapidary.schemas",
                    "lapidary.tenant-use"),
            allOf(GROUP, "lapidary-workers-", READ),
            allOf(TOPIC, "lapidary.work.", WRITE),
            topics(
                    WRITE,
                    "lapidary.results",
                    "lapidary.artifacts",
                    "lapidary.evaluations",
                    "lapidary.requests",
                    "lapidary.control",
                    "lapidary.control.default",
                    "lapidary.tenant-use"),
            topics(READ, "lapidary.requests", "lapidary.completions", "lapidary.heartbeats"),
            one(GROUP, "lapidary-coordinator", READ, DELETE),
            allOf(TRANSACTIONAL_ID, "lapidary-coordinator-", WRITE, DESCRIBE),
            allOf(TOPIC, "lapidary-coordinator-", CREATE, READ, WRITE),
            allOf(TOPIC, "lapidary.", CREATE, DESCRIBE_CONFIGS),
            one(CLUSTER, Resource.CLUSTER_NAME, DESCRIBE_CONFIGS),
            allOf(GROUP, "lapidary-workers-", ALTER_CONFIGS, DESCRIBE_CONFIGS))),
    /** Sees all, may cancel all. */
    OPERATOR(List.of(
            topics(WRITE, "lapidary.control"),
            allOf(TOPIC, "lapidary.", READ),
            allOf(GROUP, "lapidary-workers-", DESCRIBE),
            one(GROUP, "lapidary-coordinator", DESCRIBE))),
    /** Known, without any right. */
    STRANGER(List.of());

    private final List<Right> rights;

    Principal(List<Stream<Right>> rights) {
        this.rights = rights.stream().flatMap(each -> each).toList();
    }

    private record Right(ResourcePattern resource, AclOperation operation) {}

    /** Its name for SCRAM. */
    public String user() {
        return name().toLowerCase(Locale.ROOT);
    }

    String password() {
        return user() + "-secret";
    }

    List<AclBinding> acls() {
        var acls = new ArrayList<AclBinding>();
        for (Right right : rights) {
            acls.add(new AclBinding(
                    right.resource(),
                    new AccessControlEntry("User:" + user(), "*", right.operation(), AclPermissionType.ALLOW)));
        }
        return acls;
    }

    private static Stream<Right> topics(AclOperation operation, String... names) {
        return Arrays.stream(names).flatMap(name -> one(TOPIC, name, operation));
    }

    private static Stream<Right> one(ResourceType type, String name, AclOperation... operations) {
        return rights(new ResourcePattern(type, name, LITERAL), operations);
    }

    private static Stream<Right> allOf(ResourceType type, String prefix, AclOperation... operations) {
        return rights(new ResourcePattern(type, prefix, PREFIXED), operations);
    }

    private static Stream<Right> rights(ResourcePattern resource, AclOperation... operations) {
        return Arrays.stream(operations).map(operation -> new Right(resource, operation));
    }
}
