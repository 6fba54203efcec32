package io.lapidary.shipped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts say where a tool that they need is missing or too old: one sentence with the remedy, and no success. */
@Timeout(120)
class ToolCheckTest {
    /** What the scripts use besides. */
    private static final List<String> COMMON = List.of(
            "sh",
            "ls",
            "head",
            "find",
            "sort",
            "cksum",
            "cat",
            "mkdir",
            "rm",
            "touch",
            "tee",
            "grep",
            "sed",
            "dirname",
            "readlink",
            "sleep",
            "mv");

    @TempDir
    private Path folder;

    private Path tools;

    @BeforeEach
    void makeTools() throws Exception {
        assumeTrue(File.separatorChar == '/', "the scripts are for a Unix shell");
        tools = Files.createDirectory(folder.resolve("tools"));
        for (String name : COMMON) {
            Files.createSymbolicLink(tools.resolve(name), onPath(name).orElseThrow());
        }
    }

    @Test
    void aCheckoutNeedsAJdk() throws Exception {
        requireRefused(checkout(), "no JDK found: install a JDK 17 or newer");
        tool("javac", "echo 'javac 11.0.2'");
        requireRefused(checkout(), "is of version 11.0.2: install a JDK 17 or newer");
        tool("javac", "echo 'javac 1.8.0_345' >&2");
        requireRefused(checkout(), "is of version 1.8.0_345: install a JDK 17 or newer");
    }

    @Test
    void aCheckoutNeedsMaven() throws Exception {
        tool("javac", "echo 'javac 17.0.15'");
        requireRefused(checkout(), "no Maven found: install Maven 3.8 or newer");
        tool("mvn", "echo 'Apache Maven 3.6.3 (cecedd34)'");
        requireRefused(checkout(), "Maven is of version 3.6: install Maven 3.8 or newer");
        tool("mvn", "echo 'The JAVA_HOME environment variable is not defined correctly'; exit 1");
        requireRefused(checkout(), "Maven does not run: The JAVA_HOME environment variable");
    }

    @Test
    void aDistributionNeedsJava() throws Exception {
        Path program = Path.of(System.getProperty("lapidary.it.distribution")).resolve("bin/lapidary");
        requireRefused(program, "no Java found: install Java 17 or newer");
        tool("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
        requireRefused(program, "is Java 11: install Java 17 or newer");
    }

    /** The script alone, as in a checkout of which nothing is built. */
    private Path checkout() throws Exception {
        Path copy = Files.createDirectories(folder.resolve("checkout")).resolve("lapidary");
        if (!Files.exists(copy)) {
            Files.copy(Path.of("../lapidary"), copy);
        }
        return copy;
    }

    private void tool(String name, String script) throws Exception {
        Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void requireRefused(Path program, String message) throws Exception {
        var builder = new ProcessBuilder(tools.resolve("sh").toString(), program.toString(), "techniques");
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isNotZero();
        assertThat(said.lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("lapidary: ").contains(message));
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
