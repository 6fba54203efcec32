package io.lapidary.messaging.kafka;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorType;

/** What can be wrong with a cluster, beyond its being away. */
public final class KafkaErrorCodes {
    /** The cluster answers but will not do: too old, without share groups, topics of another layout, or rights are missing. */
    public static final ErrorCode UNSUITABLE_CLUSTER = new ErrorCode("kafka.unsuitable-cluster", ErrorType.EXTERNAL);

    private KafkaErrorCodes() {}
}
