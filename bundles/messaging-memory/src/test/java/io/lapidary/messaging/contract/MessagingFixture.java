package io.lapidary.messaging.contract;

import java.time.Duration;

import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.api.messaging.WorkSource;

/** An implementation under test, and the broker behind it. */
public interface MessagingFixture {
    MessagePublisher publisher();

    TopicReader reader();

    /** Another node's each time. */
    WorkSource workSource();

    /** Takes the broker away, as if its process had been stopped. */
    void stopBroker() throws Exception;

    /** Brings it back with what it held. */
    void startBroker() throws Exception;

    /** How long an item is kept for a node that says nothing; a few seconds at most, or zero if that has no meaning here. */
    Duration lock();
}
