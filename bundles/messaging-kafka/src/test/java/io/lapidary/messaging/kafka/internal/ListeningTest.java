package io.lapidary.messaging.kafka.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.messaging.kafka.KafkaConnection;

class ListeningTest {
    @Test
    void nobodyListensAndTheAddressIsNamed() throws IOException {
        String server = "127.0.0.1:" + freePort();
        LapidaryException refusal = refusal(server);
        assertThat(refusal.code()).isEqualTo(ErrorCodes.BROKER_UNAVAILABLE);
        assertThat(refusal.getMessage()).isEqualTo("Nobody listens at " + server + ".");
        assertThat(refusal.remedy()).contains("--bootstrap-servers");
    }

    @Test
    void aHostThatIsNotKnownIsNamed() {
        assertThat(refusal("no-such-host.invalid:9092")).hasMessageContaining("no-such-host.invalid is no known host");
    }

    @Test
    void whoListensAndIsSilentIsLeftToKafkasOwnPatience() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatCode(() -> Listening.require(connection("127.0.0.1:" + silent.getLocalPort())))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void oneOfSeveralIsEnough() throws IOException {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String servers =
                    "no-such-host.invalid:9092, 127.0.0.1:" + freePort() + ", 127.0.0.1:" + listening.getLocalPort();
            assertThatCode(() -> Listening.require(connection(servers))).doesNotThrowAnyException();
        }
    }

    @Test
    void whatIsNoAddressIsLeftToKafkaToTell() {
        assertThatCode(() -> Listening.require(connection("nonsense"))).doesNotThrowAnyException();
    }

    private static LapidaryException refusal(String servers) {
        return catchThrowableOfType(LapidaryException.class, () -> Listening.require(connection(servers)));
    }

    private static KafkaConnection connection(String servers) {
        return new KafkaConnection(Map.of("bootstrap.servers", servers), -1, 0);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
