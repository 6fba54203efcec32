package io.lapidary.messaging.kafka.internal;

import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.lapidary.api.messaging.Acknowledgement;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.events.codec.CloudEvents;

/** An item that this node was handed, from its arrival until the broker knows what became of it. */
final class Job {
    /** Which item; the time tells it from one of a topic that was deleted and made anew. */
    record Position(int partition, long offset, long timestamp) {
        static Position of(ConsumerRecord<String, byte[]> record) {
            return new Position(record.partition(), record.offset(), record.timestamp());
        }
    }

    private final Position position;
    private final InboundMessage message;
    private volatile boolean started;
    private volatile long since = System.nanoTime();
    private volatile Acknowledgement outcome;

    Job(ConsumerRecord<String, byte[]> record) {
        this.position = Position.of(record);
        this.message = Records.toMessage(record);
    }

    Position position() {
        return position;
    }

    InboundMessage message() {
        return message;
    }

    /** Whose request it is of; empty if its sender did not tell. */
    String tenant() {
        return message.headers().getOrDefault(CloudEvents.TENANT, "");
    }

    boolean started() {
        return started;
    }

    void start() {
        started = true;
        since = System.nanoTime();
    }

    void end(Acknowledgement how) {
        since = System.nanoTime();
        outcome = how;
    }

    Optional<Acknowledgement> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** Whether it runs or has an outcome to tell; otherwise it may as well begin anew. */
    boolean tells() {
        return started && outcome != Acknowledgement.RELEASE;
    }

    /** How long it has been what it is: waiting, running or ended. */
    long age(long now) {
        return now - since;
    }
}
