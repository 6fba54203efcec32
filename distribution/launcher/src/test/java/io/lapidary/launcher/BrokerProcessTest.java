package io.lapidary.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BrokerProcessTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void tellsTheAddressAndEndsWhenItIsStopped() throws Exception {
        BrokerProcess broker = start("ready");

        assertThat(broker.awaitReady(LONG)).isEqualTo("127.0.0.1:4711");
        assertThat(broker.onExit()).isNotDone();
        broker.stop();

        assertThat(broker.onExit()).succeedsWithin(LONG);
    }

    @Test
    void saysWhyItEndedAndWhereItsLogIs() throws Exception {
        BrokerProcess broker = start("broken");

        assertThatThrownBy(() -> broker.awaitReady(LONG))
                .isInstanceOf(NodeException.class)
                .hasMessage("The embedded broker ended by itself (it did not start: no room); its log: "
                        + folder.resolve("broker.log") + ".");
    }

    @Test
    void doesNotWaitForEver() throws Exception {
        BrokerProcess broker = start("silent");

        assertThatThrownBy(() -> broker.awaitReady(Duration.ofMillis(200)))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("was not ready within 0 s");
        broker.stop();
    }

    private BrokerProcess start(String behaviour) throws NodeException {
        return BrokerProcess.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeBroker.class.getName(),
                        behaviour),
                folder);
    }
}
