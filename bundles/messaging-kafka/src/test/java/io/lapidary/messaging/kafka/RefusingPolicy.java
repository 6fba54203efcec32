package io.lapidary.messaging.kafka;

import java.util.Map;

import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.CreateTopicPolicy;

/** A cluster's policy by which nobody makes topics of ours. */
public final class RefusingPolicy implements CreateTopicPolicy {
    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void validate(RequestMetadata topic) {
        if (topic.topic().startsWith("lapidary.")) {
            throw new PolicyViolationException("topics are made by the operators");
        }
    }

    @Override
    public void close() {}
}
