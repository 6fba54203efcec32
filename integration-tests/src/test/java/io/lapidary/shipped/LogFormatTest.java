package io.lapidary.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;

/** The shipped configuration of the log, in both of its formats: every line of a job tells node, tenant and request. */
class LogFormatTest {
    private final LoggerContext context = new LoggerContext();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aLineOfTextTellsWhoseItIs() throws Exception {
        assertThat(logged("text"))
                .contains(" INFO  [node-7 acme job-1] Jobs: halfway")
                .contains(" INFO  [node-7 - -] Jobs: idle");
    }

    @Test
    void aLineOfJsonTellsItToo() throws Exception {
        List<String> lines = logged("json").lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .startsWith("{")
                .endsWith("}")
                .contains("\"requestId\":\"job-1\"", "\"tenant\":\"acme\"", "\"node-7\"", "\"halfway\"");
        assertThat(lines.get(1)).contains("\"node-7\"", "\"idle\"").doesNotContain("acme");
    }

    private String logged(String format) throws Exception {
        Path home = Path.of(System.getProperty("lapidary.it.distribution"));
        Path file = folder.resolve("node.log");
        var fields = new LogbackMDCAdapter();
        context.setMDCAdapter(fields);
        context.putProperty("lapidary.home", home.toString());
        context.putProperty("lapidary.log.format", format);
        context.putProperty("lapidary.log.file", file.toString());
        context.putProperty("lapidary.node.id", "node-7");
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(home.resolve("conf/logback.xml").toFile());
        var logger = context.getLogger("io.lapidary.Jobs");
        fields.put("requestId", "job-1");
        fields.put("tenant", "acme");
        logger.info("half{}", "way");
        fields.clear();
        logger.info("idle");
        return Files.readString(file);
    }
}
