package io.lapidary.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.launcher.bundle.Failing;
import io.lapidary.launcher.bundle.Recording;

/** Runs whole nodes of a small distribution, beside a cluster that none of their bundles asks for. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NodeMainTest {

    private static final String SERVERS = "127.0.0.1:9";

    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void makeDistribution() throws Exception {
        Path conf = Files.createDirectories(folder.resolve("home/conf"));
        Files.writeString(conf.resolve("framework.properties"), "felix.log.level=0\n");
        Files.writeString(conf.resolve("system.properties"), "test.set=yes\n");
        TestBundles.active(folder.resolve("home/system/20/one.jar"), "one", Recording.class);
    }

    @AfterEach
    void killWhatIsLeft() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
    void isReadyThenEndsInOrderOnSigterm() throws Exception {
        Process node = start("--data", data(), "--bootstrap-servers", SERVERS, "--node-id", "n1");

        assertThat(node.inputReader().readLine())
                .startsWith("Lapidary node n1 is ready after ")
                .endsWith("Kafka at " + SERVERS + ", 1 bundles, data in " + data() + ".");
        assertThat(Files.readString(folder.resolve("data/node.json")))
                .contains("\"node\": \"n1\"")
                .contains("\"pid\": " + node.pid())
                .contains("\"bootstrapServers\": \"" + SERVERS + "\"")
                .contains("\"embeddedBroker\": false");

        node.destroy();

        assertThat(node.waitFor()).isZero();
        assertThat(folder.resolve("data/node.json")).doesNotExist();
    }

    @Test
    void endsWithItsParent() throws Exception {
        Process node = start("--data", data(), "--bootstrap-servers", SERVERS, "--follow-parent");
        assertThat(node.inputReader().readLine()).contains("is ready");

        node.getOutputStream().close(); // as the system does when the parent is killed

        assertThat(node.waitFor()).isZero();
        assertThat(folder.resolve("data/node.json")).doesNotExist();
    }

    @Test
    void refusesASecondNodeOnItsData() throws Exception {
        Process first = start("--data", data(), "--bootstrap-servers", SERVERS);
        assertThat(first.inputReader().readLine()).contains("is ready");

        Process second = start("--data", data(), "--bootstrap-servers", SERVERS);

        assertThat(errors(second))
                .isEqualTo("lapidary: A node already runs on the data folder " + data() + " (process " + first.pid()
                        + "): stop it, or give this one another folder with --data.");
        assertThat(second.waitFor()).isEqualTo(1);
    }

    @Test
    void failsWithTheNameOfABundleThatDoesNotStart() throws Exception {
        TestBundles.active(folder.resolve("home/system/20/two.jar"), "two", Failing.class);

        Process node = start("--data", data(), "--bootstrap-servers", SERVERS);

        assertThat(errors(node)).startsWith("lapidary: Not every bundle started: two (");
        assertThat(node.waitFor()).isEqualTo(1);
        assertThat(folder.resolve("data/node.json")).doesNotExist();
    }

    @Test
    void failsWithTheReasonWhenItsBrokerDoesNotStart() throws Exception {
        Process node = start("--data", data());

        assertThat(errors(node))
                .startsWith("lapidary: The embedded broker ended by itself")
                .contains("broker.log");
        assertThat(node.waitFor()).isEqualTo(1);
    }

    @Test
    void tellsAWrongCommandLineFromAFailedStart() throws Exception {
        Process node = start("--data");

        assertThat(errors(node)).isEqualTo("lapidary: --data needs a value; see lapidary start --help.");
        assertThat(node.waitFor()).isEqualTo(2);
    }

    @Test
    void explainsItself() throws Exception {
        Process node = start("--help");

        assertThat(new String(node.getInputStream().readAllBytes())).isEqualTo(NodeArguments.USAGE);
        assertThat(node.waitFor()).isZero();
    }

    @Test
    void aLogFormatThatThereIsNotEndsTheStartInsteadOfTheLog() throws Exception {
        Path conf = folder.resolve("home/conf");
        Files.writeString(conf.resolve("system.properties"), "lapidary.log.format=jsn\n");
        Process node = start("--data", data(), "--bootstrap-servers", SERVERS);

        assertThat(errors(node))
                .isEqualTo("lapidary: The log format 'jsn' is not known: set lapidary.log.format in "
                        + conf.resolve("system.properties") + " to text or json.");
        assertThat(node.waitFor()).isEqualTo(1);
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Dlapidary.home=" + folder.resolve("home"),
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        // With it a Java speaks of it on its standard error.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static String errors(Process process) throws Exception {
        return new String(process.getErrorStream().readAllBytes()).strip();
    }
}
