package io.lapidary.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.shell.json.Json;

class StoreCommandsTest {
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
        Files.writeString(folder.resolve("other.bin"), "other");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private CommandRun run(String... words) {
        return world.run(
                Stream.concat(Arrays.stream(words), Arrays.stream(WHERE)).toArray(String[]::new));
    }

    private void send(String id) throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("r.json"),
                "{\"requestId\": \"" + id + "\", \"model\": \"m.tflite\", \"steps\": [{\"technique\": \"float16\"}]}");
        assertThat(run("submit", "r.json").code()).isZero();
        assertThat(platform.messaging.awaitQuiet(DEADLINE)).isTrue();
    }

    private Path object(Digest digest) {
        return folder.resolve("store/objects/" + digest.hex().substring(0, 2) + "/"
                + digest.hex().substring(2));
    }

    private void age(Digest digest) throws IOException {
        Files.setLastModifiedTime(object(digest), FileTime.from(Instant.now().minus(Duration.ofDays(9))));
    }

    @Test
    void putsAndFetches() throws Exception {
        var put = run("store", "put", "other.bin");
        assertThat(put.code()).isZero();
        assertThat(put.out().strip()).isEqualTo(Digest.of("other").uri());

        assertThat(run("store", "get", put.out().strip(), "--out", "deep/back.bin")
                        .code())
                .isZero();
        assertThat(folder.resolve("deep/back.bin")).hasContent("other");
        assertThat(run("store", "get", "f".repeat(64), "--out", "none.bin"))
                .matches(r -> r.code() == 4 && r.err().contains("[not-found]"));
        assertThat(folder.resolve("none.bin")).doesNotExist();
        assertThat(run("store", "get", "m.tflite", "--out", "none.bin"))
                .matches(r -> r.code() == 2 && r.err().contains("64 hexadecimal digits"));
        assertThat(run("store", "put", "absent.bin"))
                .matches(r -> r.code() == 2 && r.err().contains("absent.bin"));
        assertThat(run("store")).matches(r -> r.code() == 2 && r.err().contains("lapidary store --help"));
    }

    @Test
    void takesWhatIsOldButNothingALiveRequestNeeds() throws Exception {
        send("stuck-1");
        run("store", "put", "other.bin");
        age(Digest.of("model"));
        age(Digest.of("other"));

        assertThat(run("store", "gc", "--dry-run").out()).startsWith("Would take 1 object(s), 5 B");
        assertThat(object(Digest.of("other"))).exists();
        var document = (Map<?, ?>) Json.parse(run("store", "gc", "--json").out());
        assertThat(document.get("objects")).isEqualTo(1L);
        assertThat(document.get("kept")).isEqualTo(1L);
        assertThat(object(Digest.of("other"))).doesNotExist();
        assertThat(object(Digest.of("model"))).exists();
        assertThat(run("store", "gc", "--older-than", "1h"))
                .matches(r -> r.code() == 2 && r.err().contains("less than 24h"));
        assertThat(run("store", "gc", "--older-than", "xx"))
                .matches(r -> r.code() == 2 && r.err().contains("--older-than xx is no time of at least 24h"));
    }

    @Test
    void whatWasCollectedIsNotMissingUnlessItWasMadeAnewSince() throws Exception {
        send("job-1");
        Digest made = Digest.of("package for desktop");
        age(made);
        assertThat(run("store", "gc").code()).isZero();
        assertThat(object(made)).doesNotExist();
        collectedAt(Instant.now().plus(Duration.ofMinutes(1))); // the result says that it took 1.5 s

        var verified = run("store", "verify");
        assertThat(verified.code()).isZero();
        assertThat(verified.out())
                .contains("1 file(s) of requests and results were unused and collected", "All is whole");
        assertThat(run("store", "verify", "--json").out()).contains("\"collected\" : 1");

        collectedAt(Instant.now().minus(Duration.ofDays(2)));
        assertThat(run("store", "verify")).matches(r -> r.code() == 5 && r.out().contains("missing  " + made.uri()));
    }

    private void collectedAt(Instant time) throws IOException {
        try (var files = Files.list(folder.resolve("store/taken"))) {
            Files.setLastModifiedTime(files.findFirst().orElseThrow(), FileTime.from(time));
        }
    }

    @Test
    void whatAnEndedRequestCameWithIsMissedToo() throws Exception {
        send("job-1");
        Files.delete(object(Digest.of("model")));
        assertThat(run("store", "verify"))
                .matches(r -> r.code() == 5
                        && r.out().contains("missing  " + Digest.of("model").uri())
                        && r.out().contains("put it again"));
    }

    @Test
    void saysWhatIsDamagedOrMissingAndWhatMakesItAgain() throws Exception {
        send("job-1");
        assertThat(run("store", "verify")).matches(r -> r.code() == 0 && r.out().contains("All is whole"));

        Path model = object(Digest.of("model"));
        model.toFile().setWritable(true);
        Files.writeString(model, "modem");
        Digest made = Digest.of("package for desktop");
        Files.delete(object(made));

        var verified = run("store", "verify");
        assertThat(verified.code()).isEqualTo(5);
        assertThat(verified.out())
                .contains("damaged  " + Digest.of("model").uri(), "put it again")
                .contains("missing  " + made.uri(), "request job-1 made it")
                .contains("2 fault(s)");
        assertThat(run("store", "verify", "--json").out()).contains("\"what\" : \"missing\"");
        assertThat(model).exists();
    }
}
