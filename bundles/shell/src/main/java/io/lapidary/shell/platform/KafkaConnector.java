package io.lapidary.shell.platform;

import java.time.Duration;
import java.util.SortedSet;

import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.events.codec.MessageCodec;
import io.lapidary.messaging.kafka.KafkaConnection;
import io.lapidary.messaging.kafka.KafkaMessaging;
import io.lapidary.messaging.kafka.KafkaSettings;

/** Connects over Kafka, as a client that makes no topics. */
public final class KafkaConnector implements Messaging.Connector {
    private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(20);

    @Override
    public Messaging connect(Address address) throws LapidaryException, InterruptedException {
        var connection = KafkaConnection.of(address.bootstrapServers(), address.commandConfig());
        var messaging = KafkaMessaging.connect(KafkaSettings.of(connection).withPublishTimeout(PUBLISH_TIMEOUT));
        return new Messaging() {
            @Override
            public MessagePublisher publisher() {
                return messaging.publisher();
            }

            @Override
            public TopicReader reader() {
                return messaging.reader();
            }

            @Override
            public MessageCodec codec() {
                return messaging.codec();
            }

            @Override
            public SortedSet<String> tenants() throws LapidaryException, InterruptedException {
                return KafkaMessaging.topics(connection).tenants();
            }

            @Override
            public void close() {
                messaging.close();
            }
        };
    }
}
