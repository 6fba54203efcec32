package io.lapidary.messaging.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.messaging.MessagePublisher;
import io.lapidary.api.messaging.TopicReader;
import io.lapidary.api.messaging.WorkSource;
import io.lapidary.api.work.Lane;
import io.lapidary.messaging.contract.MessagingContractTest;
import io.lapidary.messaging.contract.MessagingFixture;
import io.lapidary.messaging.kafka.internal.Clients;
import io.lapidary.messaging.kafka.internal.KafkaWorkSource;

/** The contract over a real broker. */
class KafkaMessagingTest extends MessagingContractTest {
    private static final Duration LOCK = Duration.ofSeconds(1);
    private static final Lane PATIENT = new Lane("patient");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<Lane> LANES = IntStream.range(0, 10)
            .mapToObj(i -> new Lane("test" + (char) ('a' + i)))
            .toList();

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static KafkaSettings settings;
    private static KafkaMessaging messaging;
    private static int lanesUsed;

    private final List<KafkaWorkSource> nodes = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker(folder, Map.of());
        KafkaMessaging.open(settings(List.of(PATIENT), PATIENCE)).close();
        settings = settings(LANES, LOCK);
        messaging = KafkaMessaging.open(settings);
    }

    private static KafkaSettings settings(List<Lane> lanes, Duration lock) throws Exception {
        var defaults = KafkaSettings.of(broker.connection());
        return new KafkaSettings(
                defaults.connection(),
                2,
                defaults.tenants(),
                lanes,
                defaults.inputRetention(),
                defaults.resultRetention(),
                lock,
                10,
                Duration.ofSeconds(3));
    }

    @AfterAll
    static void stop() {
        messaging.close();
        broker.close();
    }

    @AfterEach
    void stopNodes() {
        nodes.forEach(KafkaWorkSource::close);
    }

    @Override
    protected Lane lane() {
        return LANES.get(lanesUsed++);
    }

    @Override
    protected Lane patientLane() {
        return PATIENT;
    }

    @Override
    protected MessagingFixture fixture() {
        return new MessagingFixture() {
            @Override
            public MessagePublisher publisher() {
                return messaging.publisher();
            }

            @Override
            public TopicReader reader() {
                return messaging.reader();
            }

            @Override
            public WorkSource workSource() {
                var node = new KafkaWorkSource(new Clients(settings.connection()));
                nodes.add(node);
                return node;
            }

            @Override
            public void stopBroker() {
                broker.stop();
            }

            @Override
            public void startBroker() {
                broker.start();
            }

            @Override
            public Duration lock() {
                return LOCK;
            }
        };
    }
}
