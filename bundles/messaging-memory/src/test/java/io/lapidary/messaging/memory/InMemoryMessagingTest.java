package io.lapidary.messaging.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lapidary.api.messaging.Acknowledgement;
import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.OutboundMessage;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.api.messaging.WorkSource;
import io.lapidary.api.work.Lane;
import io.lapidary.events.codec.Topics;
import io.lapidary.messaging.contract.MessagingContractTest;
import io.lapidary.messaging.contract.MessagingFixture;

class InMemoryMessagingTest extends MessagingContractTest {
    private final InMemoryMessaging messaging = new InMemoryMessaging();

    @AfterEach
    void close() {
        messaging.close();
    }

    @Override
    protected Lane lane() {
        return Lane.LIGHT;
    }

    @Test
    void itIsQuietOnceAllThatFollowsFromAMessageIsDone() throws Exception {
        Lane lane = Lane.TRAIN;
        messaging.take(lane, () -> 1, item -> {
            messaging.publish(message(Topics.COMPLETIONS, item.key()));
            return CompletableFuture.supplyAsync(() -> Acknowledgement.ACCEPT);
        });
        var completed = new ArrayList<String>();
        messaging.follow(Topics.COMPLETIONS, TopicReader.Start.BEGINNING, message -> completed.add(message.key()));
        for (int i = 0; i < 20; i++) {
            messaging.publish(message(Topics.work(lane), "r-" + i));
        }
        assertThat(messaging.awaitQuiet(Duration.ofSeconds(10))).isTrue();
        assertThat(completed).hasSize(20).startsWith("r-0", "r-1", "r-2");
        assertThat(messaging.messages(Topics.COMPLETIONS)).hasSize(20);
    }

    @Test
    void itIsNotQuietWhileAnItemIsInHand() throws Exception {
        var handling = new CompletableFuture<Acknowledgement>();
        messaging.take(Lane.LIGHT, () -> 1, item -> handling);
        messaging.publish(message(Topics.work(Lane.LIGHT), "r"));
        assertThat(messaging.awaitQuiet(Duration.ofMillis(100))).isFalse();
        handling.complete(Acknowledgement.ACCEPT);
        assertThat(messaging.awaitQuiet(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void messagesOfAKeyShareAPartitionAndOffsetsRiseWithoutHoles() {
        List.of("a", "b", "a", "c", "a").forEach(key -> messaging.publish(message(Topics.EVENTS, key)));
        var ofA = messaging.messages(Topics.EVENTS).stream()
                .filter(message -> message.key().equals("a"))
                .toList();
        assertThat(ofA).extracting("partition").containsOnly(ofA.get(0).partition());
        messaging.messages(Topics.EVENTS).stream()
                .collect(java.util.stream.Collectors.groupingBy(message -> message.partition()))
                .values()
                .forEach(partition -> {
                    for (int i = 0; i < partition.size(); i++) {
                        assertThat(partition.get(i).offset()).isEqualTo(i);
                    }
                });
    }

    private static OutboundMessage message(String topic, String key) {
        return new OutboundMessage(topic, key, Map.of(), key.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected MessagingFixture fixture() {
        return new MessagingFixture() {
            @Override
            public MessagePublisher publisher() {
                return messaging;
            }

            @Override
            public TopicReader reader() {
                return messaging;
            }

            @Override
            public WorkSource workSource() {
                return messaging;
            }

            @Override
            public void stopBroker() {
                messaging.setAvailable(false);
            }

            @Override
            public void startBroker() {
                messaging.setAvailable(true);
            }

            @Override
            public Duration lock() {
                return Duration.ofMillis(50);
            }
        };
    }
}
