package io.lapidary.coordinator.internal.reading;

import java.util.Map;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.lapidary.coordinator.internal.queue.CommitTimes;

/** A stream thread's producer that tells when its transactions were committed. */
final class TimedProducer extends KafkaProducer<byte[], byte[]> {
    private final CommitTimes commits;

    TimedProducer(Map<String, Object> config, CommitTimes commits) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.commits = commits;
    }

    @Override
    public void commitTransaction() {
        super.commitTransaction();
        commits.committed(System.currentTimeMillis());
    }
}
