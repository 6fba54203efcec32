package io.lapidary.messaging.kafka.internal;

import java.util.concurrent.ExecutionException;

import org.apache.kafka.common.KafkaFuture;

import io.lapidary.api.LapidaryException;
import io.lapidary.messaging.kafka.KafkaConnection;

/** Calls of Kafka's admin client, waited for; their time limit is the client's. */
final class Calls {
    private final KafkaConnection connection;

    Calls(KafkaConnection connection) {
        this.connection = connection;
    }

    /** @param what for messages, as in {@code reading the cluster's features} */
    <T> T get(String what, KafkaFuture<T> answer) throws LapidaryException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw Failures.of(connection, what, e);
        }
    }
}
