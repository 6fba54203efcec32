package io.lapidary.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the broker as the launcher does: in a process of its own, on the loopback interface. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BrokerMainTest {

    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void killWhatIsLeft() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void keepsItsTopicsOverARestartAndEndsWithItsParent() throws Exception {
        Process first = start("--data", folder.toString(), "--follow-parent");
        try (Admin admin = connect(awaitAddress(first))) {
            admin.createTopics(List.of(new NewTopic("lapidary.requests", 3, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        endInput(first);

        Process second = start("--data", folder.toString(), "--follow-parent");
        try (Admin admin = connect(awaitAddress(second))) {
            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).contains("lapidary.requests");
        }
        endInput(second);

        assertThat(folder.resolve("broker.log")).exists();
    }

    @Test
    void waitsForABrokerThatStillEndsOnItsFolder() throws Exception {
        Process first = start("--data", folder.toString(), "--follow-parent");
        awaitAddress(first);
        Process second = start("--data", folder.toString(), "--follow-parent");

        endInput(first);

        try (Admin admin = connect(awaitAddress(second))) {
            assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS))
                    .hasSize(1);
        }
        endInput(second);
    }

    @Test
    void tellsWhyItDoesNotStart() throws Exception {
        Path overrides = Files.writeString(folder.resolve("overrides.properties"), "num.io.threads=none\n");

        Process broker = start("--data", folder.resolve("data").toString(), "--config", overrides.toString());

        String errors = new String(broker.getErrorStream().readAllBytes());
        assertThat(broker.waitFor()).isEqualTo(1);
        assertThat(errors)
                .startsWith("lapidary broker: it did not start: ")
                .contains("num.io.threads")
                .contains("none");
    }

    private Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        // With it a Java speaks of it on its standard error.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static String awaitAddress(Process broker) throws Exception {
        BufferedReader lines = broker.inputReader();
        String line = lines.readLine();
        while (line != null && !line.startsWith(BrokerMain.READY_PREFIX)) {
            line = lines.readLine();
        }
        assertThat(line).as("the line that tells the address").isNotNull();
        return line.substring(BrokerMain.READY_PREFIX.length());
    }

    private static Admin connect(String address) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address));
    }

    private static void endInput(Process broker) throws Exception {
        broker.getOutputStream().close();
        assertThat(broker.waitFor(30, TimeUnit.SECONDS))
                .as("the broker has ended")
                .isTrue();
        assertThat(broker.exitValue()).isZero();
    }
}
