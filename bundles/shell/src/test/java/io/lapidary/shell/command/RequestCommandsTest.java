package io.lapidary.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.LapidaryException;
import io.lapidary.events.ControlAction;
import io.lapidary.events.LifecycleType;
import io.lapidary.shell.json.Json;
import io.lapidary.shell.result.ExitCode;

class RequestCommandsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final String[] WHERE = {"--bootstrap-servers", "kafka:9092", "--store", "store"};

    @TempDir
    Path folder;

    private MemoryPlatform platform;
    private CommandRun.World world;

    @BeforeEach
    void open() throws LapidaryException, IOException {
        platform = new MemoryPlatform(
                folder.resolve("store"),
                (request, store) -> request.getRequestId().startsWith("stuck")
                        ? Optional.empty()
                        : Optional.of(Answers.success(request, store, Answers.CPU)));
        world = new CommandRun.World(folder, platform, Optional.empty());
        Files.writeString(folder.resolve("m.tflite"), "model");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private CommandRun run(String... words) {
        return world.run(java.util.stream.Stream.concat(java.util.Arrays.stream(words), java.util.Arrays.stream(WHERE))
                .toArray(String[]::new));
    }

    private void write(String id) throws IOException {
        Files.writeString(
                folder.resolve("r.json"),
                "{\"requestId\": \"" + id + "\", \"model\": \"m.tflite\", \"steps\": [{\"technique\": \"float16\"}]}");
    }

    @Test
    void submitsAndFollowsAndFetches() throws Exception {
        write("job-1");
        assertThat(run("submit", "r.json"))
                .matches(r -> r.code() == 0 && r.out().equals("job-1" + System.lineSeparator()));
        assertThat(platform.messaging.awaitQuiet(DEADLINE)).isTrue();

        var watched = run("watch", "job-1");
        assertThat(watched.code()).isZero();
        assertThat(watched.err()).contains("started on node-1").containsOnlyOnce("float16 done");
        assertThat(watched.out()).startsWith("SUCCEEDED  request job-1");

        var result = run("result", "job-1", "--json", "--out", "out");
        assertThat(result.code()).isZero();
        new ResultSchema().requireValid(result.out());
        assertThat(folder.resolve("out/m.tflite")).hasContent("package for desktop");

        assertThat(run("submit", "r.json", "--json").out()).contains("\"requestId\" : \"job-1\"");
        assertThat(run("submit", "r.json", "--wait").out()).startsWith("SUCCEEDED");
    }

    @Test
    void tellsWhatHasNotEndedFromWhatIsNotKnown() throws Exception {
        write("stuck-1");
        run("submit", "r.json");
        assertThat(platform.messaging.awaitQuiet(DEADLINE)).isTrue();
        assertThat(run("result", "stuck-1"))
                .matches(r -> r.code() == 7 && r.err().contains("has not ended"));
        assertThat(run("watch", "stuck-1", "--timeout", "1s"))
                .matches(r -> r.code() == 7 && r.err().contains("did not end in time"));
        assertThat(run("result", "other")).matches(r -> r.code() == 4 && r.err().contains("Nothing is known"));
        assertThat(run("watch", "other")).matches(r -> r.code() == 4 && r.err().contains("Nothing is known"));
    }

    @Test
    void tellsTheSameRequestFromAnotherUnderOneId() throws Exception {
        write("job-3");
        assertThat(run("submit", "r.json", "--wait").out()).startsWith("SUCCEEDED  request job-3");
        assertThat(run("submit", "r.json", "--wait").out()).startsWith("SUCCEEDED  request job-3");

        Files.writeString(
                folder.resolve("r.json"),
                "{\"requestId\": \"job-3\", \"model\": \"m.tflite\", \"steps\": [{\"technique\": \"prune\"}]}");
        var other = run("submit", "r.json", "--wait", "--json");
        assertThat(other.code()).isEqualTo(4);
        assertThat(other.err()).contains("[refused-duplicate]", "job-3");
        new ResultSchema().requireValid(other.out());
    }

    @Test
    void asksForTheEndOfARequest() throws Exception {
        assertThat(run("cancel", "job-1", "--reason", "wrong data"))
                .matches(r -> r.code() == 0 && r.out().contains("Nothing is known of a request job-1 yet"));
        assertThat(platform.messaging.awaitQuiet(DEADLINE)).isTrue();
        assertThat(platform.controls).singleElement().satisfies(control -> {
            assertThat(control.getRequestId()).isEqualTo("job-1");
            assertThat(control.getAction()).isEqualTo(ControlAction.CANCEL);
            assertThat(control.getReason()).isEqualTo("wrong data");
        });
    }

    @Test
    void saysHowARequestEndedThatCannotBeCancelledAnyMore() throws Exception {
        Files.writeString(
                folder.resolve("r.json"),
                "{\"requestId\": \"job-1\", \"model\": \"m.tflite\", \"steps\": [{\"technique\": \"float16\"}]}");
        assertThat(run("submit", "r.json", "--wait").code()).isZero();

        var cancelled = run("cancel", "job-1");
        assertThat(cancelled.code()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(cancelled.err()).contains("job-1 has ended: it succeeded at 20", "lapidary result job-1");
        var document = (Map<?, ?>) Json.parse(run("cancel", "job-1", "--json").out());
        assertThat(document.get("requestId")).isEqualTo("job-1");
        assertThat(document.get("status")).isEqualTo("REFUSED");
        assertThat(platform.messaging.awaitQuiet(DEADLINE)).isTrue();
        assertThat(platform.controls).isEmpty();
    }

    @Test
    void asksAsATenantByTheTenantsOwnTopic() throws Exception {
        assertThat(run("cancel", "job-1", "--tenant", "acme").code()).isZero();
        assertThat(platform.messaging.awaitQuiet(DEADLINE)).isTrue();
        assertThat(platform.controls).isEmpty();
        assertThat(platform.messaging.messages("lapidary.control.acme")).hasSize(1);
    }

    @Test
    void namesATenantThatThereIsNot() throws Exception {
        var cancelled = run("cancel", "job-1", "--tenant", "acmee");
        assertThat(cancelled.code()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(cancelled.err())
                .contains("no tenant 'acmee'", "Did you mean 'acme'?", "lapidary tenant add acmee", "[not-found]");
    }

    @Test
    void saysThatAnotherRequestUnderTheIdWasRefused() throws Exception {
        platform.tell(MemoryPlatform.event("stuck-2", "COORDINATOR", 1, LifecycleType.RECEIVED, -1, "", -1));
        platform.tell(MemoryPlatform.event("stuck-2", "COORDINATOR", 2, LifecycleType.REFUSED_DUPLICATE, -1, "", -1));
        assertThat(platform.messaging.awaitQuiet(DEADLINE)).isTrue();
        assertThat(run("watch", "stuck-2", "--timeout", "1s").err())
                .contains("another request under this id was refused");
    }

    @Test
    void showsNodesAndWhatTheyOffer() throws Exception {
        long now = System.currentTimeMillis();
        platform.announce(MemoryPlatform.node("node-1", now, platform.store.id()));
        platform.announce(MemoryPlatform.node("node-old", now - 120_000, platform.store.id()));

        var status = run("status");
        assertThat(status.code()).isZero();
        assertThat(status.out()).contains("node-1", "light", "techniques  prune", "gone        node-old");
        assertThat(status.out()).contains("refused     deploy/loud.jar on node-1: it exports packages");
        var document = (Map<?, ?>) Json.parse(run("status", "--json").out());
        assertThat((List<?>) document.get("nodes")).hasSize(1);

        var techniques = run("techniques");
        assertThat(techniques.code()).isZero();
        assertThat(techniques.out())
                .contains("prune 1.10.0  lane train", "training (required)", "target_sparsity")
                .contains("a number from 0.0 to 1.0; default 0.8")
                .contains("lower versions: prune@1.9.0")
                .doesNotContain("prune 1.9.0");
        assertThat(run("techniques", "prune").out())
                .contains(
                        "prune 1.10.0  lane train\n",
                        "prune 1.9.0  lane train, a lower version: only for --step prune@1.9.0");
        var prune = (Map<?, ?>) ((List<?>) ((Map<?, ?>)
                                Json.parse(run("techniques", "prune", "--json").out()))
                        .get("techniques"))
                .get(0);
        assertThat(prune.get("version")).isEqualTo("1.10.0");
        assertThat(prune.get("nodes")).isEqualTo(List.of("node-1"));
        assertThat((List<?>) prune.get("lowerVersions"))
                .singleElement()
                .satisfies(
                        lower -> assertThat(((Map<?, ?>) lower).get("version")).isEqualTo("1.9.0"));
        assertThat(run("techniques", "prun"))
                .matches(r -> r.code() == 4 && r.err().contains("Did you mean 'prune'"));
        assertThat(run("backends").out()).contains("cpu 1.0.0", "--target cpu:desktop");
        assertThat(run("backends", "--json").out()).contains("\"profiles\"");
    }

    @Test
    void saysThatNoNodeLives() {
        var status = run("status");
        assertThat(status.code()).isEqualTo(7);
        assertThat(status.out()).contains("No live node");
    }

    @Test
    void needsTheStoreOfADistantPlatform() throws IOException {
        write("job-2");
        var run = world.run("submit", "r.json", "--bootstrap-servers", "kafka:9092");
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("--store DIR").contains("kafka:9092");
        assertThat(platform.requests).isEmpty();
    }
}
