package io.lapidary.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;

/** A cluster that will not do is told in a sentence, at once. */
class UnsuitableClusterTest {
    @TempDir
    Path folder;

    @Test
    void withoutShareGroups() throws Exception {
        try (var broker = new TestBroker(folder, Map.of(), Map.of("share.version", (short) 0))) {
            var refused = refused(broker);
            assertThat(refused).hasMessageContaining("has no share groups");
            assertThat(refused.remedy()).contains("Kafka 4.2", "share.version=1");
        }
    }

    @Test
    void ofAnOldRelease() throws Exception {
        try (var broker = new OldBroker()) {
            var connection = new KafkaConnection(Map.of("bootstrap.servers", broker.servers()), -1, 0);
            var refused = catchThrowableOfType(
                    LapidaryException.class, () -> KafkaMessaging.open(KafkaSettings.of(connection)));
            assertThat(refused.code()).isEqualTo(KafkaErrorCodes.UNSUITABLE_CLUSTER);
            assertThat(refused.sentence()).contains(broker.servers(), "Kafka 4.2 or newer");
        }
    }

    @Test
    void withoutTransactionsSinceThereAreTooFewBrokers() throws Exception {
        var replicated = Map.of("transaction.state.log.replication.factor", "3");
        try (var broker = new TestBroker(folder, replicated)) {
            assertThat(refused(broker))
                    .hasMessageContaining("1 broker(s)")
                    .hasMessageContaining("transaction.state.log.replication.factor=3")
                    .hasMessageContaining("no transactions");
        }
    }

    @Test
    void withoutTopicsThatMayNotBeMade() throws Exception {
        var forbidding = Map.of("create.topic.policy.class.name", RefusingPolicy.class.getName());
        try (var broker = new TestBroker(folder, forbidding)) {
            assertThat(refused(broker))
                    .hasMessageContaining(
                            "lapidary.requests is missing and may not be made; make it with 2 partition(s)")
                    .hasMessageContaining("lapidary.catalog is missing");
            var client = catchThrowableOfType(
                    LapidaryException.class, () -> KafkaMessaging.connect(KafkaSettings.of(broker.connection())));
            assertThat(client.code()).isEqualTo(KafkaErrorCodes.UNSUITABLE_CLUSTER);
            assertThat(client).hasMessageContaining("no Lapidary node has used it yet");
        }
    }

    @Test
    void whichIsNotThere() throws Exception {
        var nobody = new KafkaConnection(
                Map.of("bootstrap.servers", "127.0.0.1:" + TestBroker.freePort(), "default.api.timeout.ms", 1500),
                -1,
                0);
        long start = System.nanoTime();
        var refused =
                catchThrowableOfType(LapidaryException.class, () -> KafkaMessaging.open(KafkaSettings.of(nobody)));
        assertThat(refused.code()).isEqualTo(ErrorCodes.BROKER_UNAVAILABLE);
        assertThat(refused).hasMessageContaining("Kafka at 127.0.0.1").hasMessageContaining("does not answer");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void whoseNameIsUnknown() {
        var nobody = new KafkaConnection(Map.of("bootstrap.servers", "no-such-host.invalid:9092"), -1, 0);
        var refused =
                catchThrowableOfType(LapidaryException.class, () -> KafkaMessaging.open(KafkaSettings.of(nobody)));
        assertThat(refused.code()).isEqualTo(ErrorCodes.BROKER_UNAVAILABLE);
        assertThat(refused).hasMessageContaining("No resolvable bootstrap urls");
    }

    private static LapidaryException refused(TestBroker broker) throws Exception {
        var settings = KafkaSettings.of(broker.connection()).withPartitions(2);
        var refused = catchThrowableOfType(LapidaryException.class, () -> KafkaMessaging.open(settings));
        assertThat(refused.code()).isEqualTo(KafkaErrorCodes.UNSUITABLE_CLUSTER);
        return refused;
    }
}
