package io.lapidary.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.store.FileArtifactStore;

class DemoCommandTest {
    /** The checkout has the samples where a distribution has them. */
    private static final Optional<Path> HOME =
            Optional.of(Path.of("../..").toAbsolutePath().normalize());

    private static final String[] DEMO = {"demo", "--bootstrap-servers", "kafka:9092", "--store", "store"};

    @TempDir
    Path folder;

    @BeforeEach
    void makeStore() throws Exception {
        Files.createDirectory(folder.resolve("store"));
    }

    @Test
    void endsWithATableAndThePathsOfTheFiles() throws Exception {
        try (var platform = new MemoryPlatform(
                folder.resolve("store"),
                (request, store) -> Optional.of(Answers.success(request, store, Answers.CPU)))) {
            var run = new CommandRun.World(folder, platform, HOME).run(DEMO);

            assertThat(run.err()).doesNotContain("lapidary:");
            assertThat(run.code()).isZero();
            assertThat(platform.requests)
                    .extracting(r -> r.getSteps().get(0).getTechnique())
                    .containsExactly("float16", "dynamic-range", "dynamic-range");
            assertThat(platform.requests.get(2).getSteps().get(0).getParameters())
                    .isEqualTo(Map.of("all_weights", "true"));
            assertThat(platform.requests).allMatch(r -> r.getData().containsKey("test"));
            List<String> lines = run.out().lines().toList();
            assertThat(lines).anyMatch(l -> l.startsWith("technique") && l.endsWith("latency"));
            assertThat(lines).anyMatch(l -> l.startsWith("original") && l.contains("99,352") && l.contains("91.00 %"));
            assertThat(lines).filteredOn(l -> l.contains("56,284")).hasSize(3);
            assertThat(lines).filteredOn(l -> l.contains("-43.3 %")).hasSize(3);
            for (String name : List.of("float16", "dynamic-range", "dynamic-range-all-weights")) {
                Path out = folder.resolve("lapidary-demo").resolve(name);
                assertThat(out.resolve("digits.tflite")).exists();
                assertThat(lines).contains(out.resolve("report/report.html").toString());
            }
            assertThat(lines).filteredOn(l -> !l.startsWith(folder.toString())).allMatch(l -> l.length() <= 80);
        }
    }

    @Test
    void endsWithTheCodeOfTheFirstThatDidNotSucceed() throws Exception {
        try (var platform = new MemoryPlatform(
                folder.resolve("store"),
                (request, store) -> Optional.of(
                        request.getSteps().get(0).getTechnique().equals("float16")
                                ? Answers.success(request, store, Answers.CPU)
                                : Answers.refused(request)))) {
            var run = new CommandRun.World(folder, platform, HOME).run(DEMO);
            assertThat(run.code()).isEqualTo(4);
            assertThat(run.out()).contains("There is no technique", "original");
        }
    }

    @Test
    void needsTheSample() throws Exception {
        FileArtifactStore.open(folder.resolve("store"), 0);
        var run = new CommandRun.World(folder, CommandRun.NONE, Optional.of(folder)).run(DEMO);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("sample model");
    }
}
