package io.lapidary.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.Status;
import io.lapidary.shell.json.Json;

class HistoryCommandsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final String[] WHERE = {"--bootstrap-servers", "kafka:9092", "--store", "store"};

    @TempDir
    Path folder;

    private MemoryPlatform platform;
    private CommandRun.World world;
    private boolean mended;

    @BeforeEach
    void open() throws LapidaryException, IOException {
        platform = new MemoryPlatform(folder.resolve("store"), (request, store) -> {
            String id = request.getRequestId();
            if (id.startsWith("stuck")) {
                return Optional.empty();
            }
            return Optional.of(
                    id.startsWith("good") || mended
                            ? Answers.success(request, store, Answers.CPU)
                            : Answers.result(request, Status.FAILED).build());
        });
        world = new CommandRun.World(folder, platform, Optional.empty());
        Files.writeString(folder.resolve("m.tflite"), "model");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private CommandRun run(String... words) {
        return world.run(
                Stream.concat(Arrays.stream(words), Arrays.stream(WHERE)).toArray(String[]::new));
    }

    private void send(String id, String more) throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("r.json"),
                "{\"requestId\": \"" + id + "\", \"model\": \"m.tflite\", " + more
                        + "\"steps\": [{\"technique\": \"float16\"}]}");
        assertThat(run("submit", "r.json").code()).isZero();
        assertThat(platform.messaging.awaitQuiet(DEADLINE)).isTrue();
    }

    private static List<String> listed(CommandRun run) throws IOException {
        return ((List<?>) ((Map<?, ?>) Json.parse(run.out())).get("requests"))
                .stream()
                        .map(r -> String.valueOf(((Map<?, ?>) r).get("requestId")))
                        .toList();
    }

    @Test
    void listsRequestsByStateTenantAndTime() throws Exception {
        send("good-1", "");
        send("bad-1", "");
        send("stuck-1", "");

        assertThat(run("list").out())
                .contains("good-1", "SUCCEEDED", "bad-1", "FAILED", "stuck-1", "RECEIVED", "m.tflite");
        assertThat(run("list", "--state", "received").out()).contains("stuck-1", "m.tflite");
        assertThat(listed(run("list", "--json"))).contains("good-1", "bad-1", "stuck-1");
        assertThat(listed(run("list", "--json", "--state", "failed,unsatisfied")))
                .containsExactly("bad-1");
        assertThat(listed(run("list", "--json", "--tenant", "other"))).isEmpty();
        // The answering platform dates its events near 1970, its results today.
        assertThat(listed(run("list", "--json", "--since", "1h"))).containsExactlyInAnyOrder("good-1", "bad-1");
        assertThat(run("list", "--limit", "1").out()).contains("and 2 more");
        assertThat(run("list", "--state", "lost"))
                .matches(r -> r.code() == 2 && r.err().contains("lost"));
        assertThat(run("list", "--since", "ever"))
                .matches(r -> r.code() == 2 && r.err().contains("--since"));
    }

    @Test
    void sendsAFailedRequestAnewAndLinksIt() throws Exception {
        send("bad-2", "\"timeout\": \"10m\", \"labels\": {\"build\": \"7\"}, ");
        mended = true;

        var again = run("retry", "bad-2", "--wait");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(platform.requests).hasSize(2);
        var first = platform.requests.get(0);
        var second = platform.requests.get(1);
        assertThat(second.getRequestId()).isNotEqualTo("bad-2");
        assertThat(second.getLabels()).containsEntry("retry-of", "bad-2").containsEntry("build", "7");
        assertThat(second.getModel()).isEqualTo(first.getModel());
        assertThat(second.getSteps()).isEqualTo(first.getSteps());
        assertThat(second.getDeadline() - second.getCreatedAt()).isEqualTo(600_000);

        var plain = run("retry", "bad-2", "--json");
        assertThat(plain.out()).contains("\"retryOf\" : \"bad-2\"");
    }

    @Test
    void sendsOnlyAnewWhatEndedWithoutSuccess() throws Exception {
        send("good-3", "");
        send("stuck-3", "");
        assertThat(run("retry", "good-3")).matches(r -> r.code() == 4 && r.err().contains("succeeded"));
        assertThat(run("retry", "stuck-3"))
                .matches(r -> r.code() == 4 && r.err().contains("has not ended: it is RECEIVED"));
        assertThat(run("retry", "none")).matches(r -> r.code() == 4 && r.err().contains("Nothing is known"));
        assertThat(platform.requests).hasSize(2);
    }

    @Test
    void completesWordsInAShell() {
        var run = world.run("completion");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("function _complete_lapidary()", "optimize", "--max-accuracy-drop", "complete -F");
    }
}
