package io.lapidary.coordinator.internal.topology;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.common.utils.Utils;

/**
 * Where a request belongs: the partition that Java's default partitioner gives its id, since completions come there. Other
 * clients' libraries choose another partition by default, or none of one's own (a record without a key), so what comes on a
 * wrong partition is sent on to the right one.
 */
final class Placement {
    /** Marks what was sent on, so that it is done once. */
    static final String MOVED = "lapidary-moved-from";

    private final int partitions;

    Placement(int partitions) {
        this.partitions = partitions;
    }

    boolean isRight(String requestId, int partition) {
        return partition == of(requestId);
    }

    int of(String requestId) {
        return Utils.toPositive(Utils.murmur2(requestId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
