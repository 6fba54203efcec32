package io.lapidary.messaging.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.messaging.InboundMessage;
import io.lapidary.api.messaging.MessageListener;
import io.lapidary.api.messaging.OutboundMessage;
import io.lapidary.api.messaging.TopicReader.Start;
import io.lapidary.events.codec.MessageSize;
import io.lapidary.events.codec.Topics;

/** Publisher and reader, as their contracts say. Every test uses a run of its own on shared topics. */
public abstract class TopicContractTest {
    static final String TOPIC = Topics.EVENTS;

    MessagingFixture messaging;

    /** The same or another one for each test; what earlier tests published may lie on its topics. */
    protected abstract MessagingFixture fixture() throws Exception;

    @BeforeEach
    final void begin() throws Exception {
        messaging = fixture();
    }

    @Test
    void messagesOfOneKeyArriveInTheOrderOfTheCalls() throws Exception {
        String run = run();
        var received = Collections.synchronizedList(new ArrayList<InboundMessage>());
        try (var following = messaging.reader().follow(TOPIC, Start.END, mine(run, received))) {
            await(following.caughtUp().toCompletableFuture());
            for (int i = 0; i < 300; i++) {
                publish(TOPIC, run + "-" + i % 3, Integer.toString(i));
            }
            Awaiting.until("all of them", () -> received.size() == 300);
        }
        for (int key = 0; key < 3; key++) {
            String name = run + "-" + key;
            var numbers = received.stream()
                    .filter(message -> message.key().equals(name))
                    .map(message -> Integer.parseInt(text(message)))
                    .toList();
            assertThat(numbers).hasSize(100).isSorted();
        }
    }

    @Test
    void aMessageArrivesAsItWasSent() throws Exception {
        String run = run();
        byte[] payload = new byte[1000];
        new Random(1).nextBytes(payload);
        var headers = Map.of("ce_id", "1", "empty", "", "umlaut", "häm");
        var received = Collections.synchronizedList(new ArrayList<InboundMessage>());
        try (var following = messaging.reader().follow(TOPIC, Start.END, mine(run, received))) {
            await(following.caughtUp().toCompletableFuture());
            await(messaging
                    .publisher()
                    .publish(new OutboundMessage(TOPIC, run, headers, payload))
                    .toCompletableFuture());
            Awaiting.until("the message", () -> !received.isEmpty());
        }
        assertThat(received).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo(TOPIC);
            assertThat(message.headers()).isEqualTo(headers);
            assertThat(message.payload()).isEqualTo(payload);
        });
    }

    @Test
    void aReaderFromTheBeginningIsCaughtUpOnceItHasSeenAllThatWasThere() throws Exception {
        String run = run();
        var sent = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 50; i++) {
            sent.add(publish(TOPIC, run, "before"));
        }
        for (var one : sent) {
            await(one);
        }
        var received = Collections.synchronizedList(new ArrayList<InboundMessage>());
        try (var following = messaging.reader().follow(TOPIC, Start.BEGINNING, mine(run, received))) {
            await(following.caughtUp().toCompletableFuture());
            assertThat(received).hasSize(50);
            publish(TOPIC, run, "after");
            Awaiting.until("what came later", () -> received.size() == 51);
        }
        await(publish(TOPIC, run, "once closed"));
        assertThat(Awaiting.remains(() -> received.size() == 51, Duration.ofMillis(300)))
                .isTrue();
    }

    @Test
    void aListenerThatThrowsGetsTheNextMessage() throws Exception {
        String run = run();
        var received = Collections.synchronizedList(new ArrayList<InboundMessage>());
        try (var following = messaging.reader().follow(TOPIC, Start.END, message -> {
            mine(run, received).onMessage(message);
            throw new IllegalStateException("meant to fail");
        })) {
            await(following.caughtUp().toCompletableFuture());
            publish(TOPIC, run, "1");
            publish(TOPIC, run, "2");
            Awaiting.until("both", () -> received.size() == 2);
        }
    }

    @Test
    void aMessageOverTheSizeLimitIsRefused() throws Exception {
        int room = MessageSize.MAX_BYTES - run().length();
        String key = run();
        await(messaging
                .publisher()
                .publish(new OutboundMessage(TOPIC, key, Map.of(), new byte[room]))
                .toCompletableFuture());
        var refused = messaging
                .publisher()
                .publish(new OutboundMessage(TOPIC, key, Map.of(), new byte[room + 1]))
                .toCompletableFuture();
        assertThatThrownBy(() -> await(refused))
                .hasCauseInstanceOf(LapidaryException.class)
                .satisfies(e ->
                        assertThat(((LapidaryException) e.getCause()).code()).isEqualTo(ErrorCodes.INVALID_REQUEST))
                .hasMessageContaining("262145 bytes");
    }

    final CompletableFuture<Void> publish(String topic, String key, String text) {
        var message = new OutboundMessage(topic, key, Map.of(), text.getBytes(StandardCharsets.UTF_8));
        return messaging.publisher().publish(message).toCompletableFuture();
    }

    static void await(CompletableFuture<Void> stage) throws Exception {
        stage.get(40, TimeUnit.SECONDS);
    }

    static MessageListener mine(String run, List<InboundMessage> received) {
        return message -> {
            if (message.key().startsWith(run)) {
                received.add(message);
            }
        };
    }

    static String text(InboundMessage message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }

    static String run() {
        return UUID.randomUUID().toString();
    }
}
