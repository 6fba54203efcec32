package io.lapidary.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lapidary.api.Digest;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.events.OptimizationRequest;
import io.lapidary.events.OptimizationResult;
import io.lapidary.events.Status;
import io.lapidary.events.Target;
import io.lapidary.shell.json.Json;

class OptimizeCommandTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.createDirectory(folder.resolve("store"));
        Files.writeString(folder.resolve("kws.tflite"), "model");
        Files.writeString(folder.resolve("t.npz"), "data");
    }

    private interface Checks {
        void run(MemoryPlatform platform, CommandRun.World world) throws Exception;
    }

    private void on(BiFunction<OptimizationRequest, ArtifactStore, Optional<OptimizationResult>> answer, Checks checks)
            throws Exception {
        try (var platform = new MemoryPlatform(folder.resolve("store"), answer)) {
            checks.run(platform, new CommandRun.World(folder, platform, Optional.empty()));
        }
    }

    private static CommandRun optimize(CommandRun.World world, String... more) {
        String[] words = Stream.concat(
                        Stream.of(
                                "optimize",
                                "kws.tflite",
                                "--step",
                                "float16",
                                "--bootstrap-servers",
                                "kafka:9092",
                                "--store",
                                "store"),
                        Stream.of(more))
                .toArray(String[]::new);
        return world.run(words);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile)
                    .map(f -> folder.relativize(f).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void sendsWhatWasAskedAndFetchesWhatCame() throws Exception {
        on((request, store) -> Optional.of(Answers.success(request, store, Answers.CPU)), (platform, world) -> {
            var run = optimize(
                    world, "--test", "t.npz?slice=0:10", "--max-bytes", "60000", "--seed", "7", "--out", "out");

            assertThat(run.err()).contains("float16 done in 2.00 s").doesNotContain("lapidary:");
            assertThat(run.code()).isZero();
            assertThat(files(folder.resolve("out")))
                    .containsExactly("kws.tflite", "report/frontier.csv", "report/report.html");
            assertThat(folder.resolve("out/kws.tflite")).hasContent("package for desktop");
            OptimizationRequest sent = platform.requests.get(0);
            assertThat(sent.getModel()).isEqualTo(Digest.of("model").uri());
            assertThat(sent.getModelName()).isEqualTo("kws.tflite");
            assertThat(platform.store.contains(Digest.of("model"))).isTrue();
            assertThat(platform.onlyRequestData().get("test"))
                    .startsWith(Digest.of("data").uri())
                    .contains("slice=0:10")
                    .contains("name=t.npz");
            assertThat(sent.getConstraints().getMaxBytes()).isEqualTo(60_000);
            assertThat(sent.getSeed()).isEqualTo(7);
            assertThat(run.out())
                    .contains(
                            "SUCCEEDED",
                            "56,284",
                            "-43.3 %",
                            "91.20 %",
                            "It is slower than the original.",
                            "step   float16 1.0.0, remembered: min_elements=128");
            assertThat(run.out().lines()).allMatch(line -> line.length() <= 80 || line.contains(folder.toString()));
        });
    }

    @Test
    void printsOneDocumentThatItsSchemaDescribes() throws Exception {
        on((request, store) -> Optional.of(Answers.success(request, store, Answers.CPU)), (platform, world) -> {
            var run = optimize(world, "--out", "out", "--json");

            assertThat(run.code()).isZero();
            assertThat(run.err()).isEmpty();
            new ResultSchema().requireValid(run.out());
            var document = (Map<?, ?>) Json.parse(run.out());
            assertThat(document.get("status")).isEqualTo("SUCCEEDED");
            var step = (Map<?, ?>) ((List<?>) document.get("steps")).get(0);
            assertThat(step.get("id")).isEqualTo("float16");
            assertThat(step.get("seconds")).isEqualTo(0.125);
            assertThat(step.get("remembered")).isEqualTo(true);
            var artifact = (Map<?, ?>) ((List<?>) document.get("artifacts")).get(0);
            assertThat(artifact.get("sha256"))
                    .isEqualTo(Digest.of("package for desktop").hex());
            assertThat(artifact.get("path"))
                    .isEqualTo(folder.resolve("out/kws.tflite").toString());
            var result = (Map<?, ?>) ((Map<?, ?>) document.get("evaluation")).get("result");
            assertThat(result.get("agreement")).isEqualTo(0.99);
            assertThat(result.get("sqnrDb")).isEqualTo("Infinity");
            assertThat(result.get("metric")).isEqualTo(0.912);
            assertThat(((Map<?, ?>) result.get("latencyMicros")).get("p90")).isEqualTo(60.5);
        });
    }

    @Test
    void theSchemaTellsADocumentFromAnother() throws Exception {
        var schema = new ResultSchema();
        assertThat(schema.isValid("{}")).isFalse();
        assertThat(schema.isValid(
                        "{\"requestId\": \"a\", \"status\": \"DONE\", \"plan\": null, \"steps\": [], \"artifacts\":"
                                + " [], \"evaluation\": null, \"evaluations\": [], \"warnings\": [], \"errors\": []}"))
                .isFalse();
    }

    @Test
    void tellsTargetsOfOneProfileByTheirParameters() throws Exception {
        var alone = new Target("cpu", "desktop", Map.of("threads", "1"));
        on((request, store) -> Optional.of(Answers.success(request, store, Answers.CPU, alone)), (platform, world) -> {
            var run = optimize(world, "--target", "cpu:desktop", "--target", "cpu:desktop,threads=1", "--out", "out");
            assertThat(run.code()).isZero();
            assertThat(run.out().replaceAll("\\s+", " "))
                    .contains("for cpu:desktop and cpu:desktop,threads=1.", "bytes, for cpu:desktop,threads=1)");
        });
    }

    @Test
    void givesEachTargetAFolderOfItsOwn() throws Exception {
        var mobile = new Target("cpu", "mobile", Map.of());
        on((request, store) -> Optional.of(Answers.success(request, store, Answers.CPU, mobile)), (platform, world) -> {
            var run = optimize(world, "--target", "cpu:desktop", "--target", "cpu:mobile", "--out", "out");
            assertThat(run.code()).isZero();
            assertThat(run.out()).contains("bytes, for cpu:desktop)", "bytes, for cpu:mobile)");
            assertThat(files(folder.resolve("out")))
                    .containsExactly(
                            "cpu-desktop/kws.tflite",
                            "cpu-mobile/kws.tflite",
                            "report/frontier.csv",
                            "report/report.html");
            assertThat(folder.resolve("out/cpu-mobile/kws.tflite")).hasContent("package for mobile");
            assertThat(platform.requests.get(0).getTargets()).hasSize(2);
            assertThat(optimize(world, "--target", "cpu:desktop", "--target", "cpu:desktop"))
                    .matches(r -> r.code() == 2 && r.err().contains("given twice"));
        });
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED,0", "UNSATISFIED,3", "REFUSED,4", "FAILED,5", "CANCELLED,6", "EXPIRED,6"})
    void tellsTheEndByItsExitCode(Status status, int code) throws Exception {
        on((request, store) -> Optional.of(Answers.result(request, status).build()), (platform, world) -> {
            var run = optimize(world);
            assertThat(run.code()).isEqualTo(code);
            assertThat(run.out()).startsWith(status.name());
            var json = optimize(world, "--json");
            assertThat(json.code()).isEqualTo(code);
            new ResultSchema().requireValid(json.out());
        });
    }

    @Test
    void showsARefusalWithItsRemedy() throws Exception {
        on((request, store) -> Optional.of(Answers.refused(request)), (platform, world) -> {
            assertThat(optimize(world).out())
                    .contains("There is no technique 'flot16'. Did you mean 'float16'?", "[unknown-technique]");
            new ResultSchema().requireValid(optimize(world, "--json").out());
        });
    }

    @Test
    void makesNoStoreOfAFolderThatIsNone() throws Exception {
        Path mistaken = Files.createDirectory(folder.resolve("mistaken"));
        on((request, store) -> Optional.empty(), (platform, world) -> {
            var run = world.run(
                    "optimize",
                    "kws.tflite",
                    "--bootstrap-servers",
                    "kafka:9092",
                    "--store",
                    "mistaken",
                    "--step",
                    "float16");
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("mistaken of --store is no store", "node.json");
            assertThat(platform.requests).isEmpty();
        });
        assertThat(mistaken).isEmptyDirectory();
    }

    @Test
    void refusesAStoreThatTheNodesDoNotUse() throws Exception {
        on((request, store) -> Optional.empty(), (platform, world) -> {
            platform.announce(MemoryPlatform.node("node-1", System.currentTimeMillis(), "another"));
            var run = optimize(world, "--json");
            assertThat(run.code()).isEqualTo(7);
            assertThat(run.err()).contains("--store", "another");
            new ResultSchema().requireValid(run.out());
            assertThat(platform.requests).isEmpty();
        });
    }

    @Test
    void checksTheCommandLineBeforeItConnects() throws IOException {
        var world = new CommandRun.World(folder, CommandRun.NONE, Optional.empty());
        Files.writeString(folder.resolve("a-file"), "");
        assertThat(world.run("optimize", "nope.tflite", "--step", "float16"))
                .matches(r -> r.code() == 2 && r.err().contains("nope.tflite does not exist"));
        assertThat(world.run("optimize", "kws.tflite", "--test", "nope.npz"))
                .matches(r -> r.code() == 2 && r.err().contains("nope.npz does not exist"));
        assertThat(world.run("optimize", "kws.tflite", "--objective", "sise"))
                .matches(r -> r.code() == 2 && r.err().contains("Did you mean 'size'"));
        assertThat(world.run("optimize", "kws.tflite", "--max-accuracy-drop", "0.1"))
                .matches(r -> r.code() == 2 && r.err().contains("--test"));
        assertThat(world.run("optimize", "kws.tflite", "--timeout", "10"))
                .matches(r -> r.code() == 2 && r.err().contains("90s"));
        assertThat(world.run("optimize", "kws.tflite", "--out", "a-file"))
                .matches(r -> r.code() == 2 && r.err().contains("--out"));
        assertThat(world.run("optimize", "kws.tflite", "--bootstrap-servers", "nowhere"))
                .matches(r -> r.code() == 2 && r.err().contains("host:port"));
        assertThat(world.run("optimize", "kws.tflite", "--test", "t.npz?scal=1"))
                .matches(r -> r.code() == 4 && r.err().contains("scale"));
        assertThat(world.run("optimize"))
                .matches(r ->
                        r.code() == 2 && r.err().contains("MODEL") && r.err().contains("optimize --help"));
        assertThat(world.run("optimise"))
                .matches(r -> r.code() == 2 && r.err().contains("Did you mean: lapidary optimize"));
    }

    @Test
    void neverWritesOutsideOfTheFolder() throws Exception {
        on(
                (request, store) -> Optional.of(Answers.result(request, Status.SUCCEEDED)
                        .setArtifacts(List.of(Answers.artifact(
                                "package",
                                Answers.CPU,
                                Answers.file(store, "../../evil", "x"),
                                Answers.file(store, "b", "y"))))
                        .build()),
                (platform, world) -> {
                    var run = optimize(world, "--out", "out");
                    assertThat(run.code()).isEqualTo(5);
                    assertThat(run.err()).contains("would lie outside");
                    assertThat(files(folder.resolve("out"))).isEmpty();
                    assertThat(folder.resolve("evil")).doesNotExist();
                });
    }
}
