package io.lapidary.worker.internal.intake;

import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.events.Heartbeat;
import io.lapidary.events.WorkItem;
import io.lapidary.events.codec.Envelopes;
import io.lapidary.events.codec.Topics;

/** Tells the coordinator of each running item that it is being worked on, three times a lease. */
final class Heartbeats {
    private final ScheduledExecutorService timer;
    private final Envelopes envelopes;
    private final MessagePublisher publisher;
    private final String node;

    Heartbeats(ScheduledExecutorService timer, Envelopes envelopes, MessagePublisher publisher, String node) {
        this.timer = timer;
        this.envelopes = envelopes;
        this.publisher = publisher;
        this.node = node;
    }

    /** Begins; short work is over before its first heartbeat. */
    ScheduledFuture<?> begin(WorkItem item) {
        long interval = Math.max(1, item.getLeaseMillis() / 3);
        return timer.scheduleAtFixedRate(() -> beat(item), interval, interval, TimeUnit.MILLISECONDS);
    }

    private void beat(WorkItem item) {
        var heartbeat = Heartbeat.newBuilder()
                .setWorkId(item.getWorkId())
                .setRequestId(item.getRequestId())
                .setAttempt(item.getAttempt())
                .setNode(node)
                .setTime(Instant.now().toEpochMilli())
                .build();
        publisher.publish(envelopes.wrap(Topics.HEARTBEATS, item.getRequestId(), heartbeat));
    }
}
