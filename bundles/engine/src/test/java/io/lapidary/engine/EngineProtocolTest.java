package io.lapidary.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class EngineProtocolTest {
    private final EngineProtocol protocol = EngineProtocol.of(EngineProtocolTest.class, "test.avpr");

    record Inner(String text, List<Integer> numbers) {}

    record Everything(
            boolean flag,
            int small,
            long large,
            float single,
            double real,
            String text,
            TimeUnit unit,
            TimeUnit symbol,
            Path path,
            Duration duration,
            List<Inner> list,
            Set<TimeUnit> set,
            Map<String, Inner> map,
            Optional<Inner> present,
            Optional<Inner> absent) {}

    @Test
    void everyKindOfComponentComesBack() {
        var inner = new Inner("grün", List.of(1, -1));
        var value = new Everything(
                true,
                -7,
                1L << 40,
                .1f,
                Math.PI,
                "text",
                TimeUnit.DAYS,
                TimeUnit.HOURS,
                Path.of("a").toAbsolutePath(),
                Duration.ofMillis(1500),
                List.of(inner, new Inner("", List.of())),
                Set.of(TimeUnit.DAYS, TimeUnit.HOURS),
                Map.of("key", inner),
                Optional.of(inner),
                Optional.empty());

        byte[] request = protocol.request("everything", value);
        byte[] response = protocol.response("everything", inner);

        assertThat(protocol.request("everything", Everything.class, request)).isEqualTo(value);
        assertThat(protocol.response("everything", Inner.class, response)).isEqualTo(inner);
    }

    @Test
    void anUnknownMessageNamesTheKnownOnes() {
        assertThatThrownBy(() -> protocol.request("nothing", new Inner("", List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'nothing'")
                .hasMessageContaining("everything");
    }

    @Test
    void bytesThatAreNoAnswerAreRefused() {
        assertThatThrownBy(() -> protocol.response("everything", Inner.class, new byte[] {-1, -1, -1, -1, -1, -1}))
                .isInstanceOf(RuntimeException.class);
    }
}
