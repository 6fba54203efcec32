package io.lapidary.worker.internal.intake;

import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.events.LifecycleEvent;
import io.lapidary.events.LifecycleType;
import io.lapidary.events.WorkItem;
import io.lapidary.events.codec.Envelopes;
import io.lapidary.events.codec.Topics;

/**
 * The lifecycle events of one run of one item, numbered from 1 without holes.
 *
 * <p>Events are told at least once and are not what decides: one that cannot be published is logged, and the work goes on.
 */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final WorkItem item;
    private final String node;
    private final Envelopes envelopes;
    private final MessagePublisher publisher;
    private long sequence;

    Journal(WorkItem item, String node, Envelopes envelopes, MessagePublisher publisher) {
        this.item = item;
        this.node = node;
        this.envelopes = envelopes;
        this.publisher = publisher;
    }

    /**
     * @param step index of the step it is about, -1 for none
     * @param fraction done of the step, -1 if not said
     */
    synchronized void write(LifecycleType type, int step, String technique, double fraction, String message) {
        sequence++;
        var event = LifecycleEvent.newBuilder()
                .setRequestId(item.getRequestId())
                .setWorkId(item.getWorkId())
                .setAttempt(item.getAttempt())
                .setSource("WORKER")
                .setSequence(sequence)
                .setTime(Instant.now().toEpochMilli())
                .setNode(node)
                .setTenant(item.getTenant())
                .setType(type)
                .setStep(step)
                .setTechnique(technique)
                .setFraction(fraction)
                .setMessage(message)
                .setTraceparent(item.getTraceparent())
                .build();
        publisher
                .publish(envelopes.wrap(Topics.EVENTS, item.getRequestId(), event))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("Event {} of {} was not published: {}", type, item.getWorkId(), failure.getMessage());
                    }
                });
    }
}
