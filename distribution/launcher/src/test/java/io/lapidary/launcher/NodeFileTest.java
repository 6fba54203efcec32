package io.lapidary.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFileTest {

    @TempDir
    Path data;

    @Test
    void isJsonAndLeavesNothingBeside() throws Exception {
        NodeFile file = new NodeFile(data);

        file.write(entry("C:\\store \"x\"\n", Optional.empty()));

        assertThat(data.resolve("node.json")).hasContent("""
                        {
                          "node": "node-1",
                          "pid": 4711,
                          "started": "2026-01-02T03:04:05Z",
                          "bootstrapServers": "127.0.0.1:19092",
                          "embeddedBroker": true,
                          "store": "C:\\\\store \\"x\\"\\u000a",
                          "home": "home"
                        }
                        """);
        assertThat(data).isDirectoryNotContaining("glob:**.tmp");
        assertThat(file.pid()).contains(4711L);
    }

    @Test
    void namesTheClientsProperties() throws Exception {
        new NodeFile(data).write(entry("store", Optional.of(Path.of("tls.properties"))));

        assertThat(Files.readString(data.resolve("node.json"))).contains("\"commandConfig\": \"tls.properties\"");
    }

    @Test
    void isReplacedAndRemoved() throws Exception {
        NodeFile file = new NodeFile(data);
        file.write(entry("first", Optional.empty()));
        file.write(entry("second", Optional.empty()));
        assertThat(Files.readString(data.resolve("node.json")))
                .contains("second")
                .doesNotContain("first");

        file.remove();
        file.remove();

        assertThat(data.resolve("node.json")).doesNotExist();
        assertThat(file.pid()).isEmpty();
    }

    @Test
    void hasNoProcessIdWhenItIsDamaged() throws Exception {
        Files.writeString(data.resolve("node.json"), "{\"pid\": 99999999999999999999999}");

        assertThat(new NodeFile(data).pid()).isEmpty();
    }

    private static NodeFile.Entry entry(String store, Optional<Path> commandConfig) {
        return new NodeFile.Entry(
                "node-1",
                4711,
                Instant.parse("2026-01-02T03:04:05Z"),
                "127.0.0.1:19092",
                true,
                Path.of(store),
                Path.of("home"),
                commandConfig);
    }
}
