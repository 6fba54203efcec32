package io.lapidary.shell.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lapidary.api.Digest;
import io.lapidary.store.FileArtifactStore;

class RequestFileTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeModel() throws IOException {
        Files.writeString(folder.resolve("m.tflite"), "model");
        Files.writeString(folder.resolve("t.npz"), "data");
    }

    private RequestDraft read(String json) throws Exception {
        Path file = folder.resolve("r.json");
        Files.writeString(file, json);
        return RequestFile.read(file);
    }

    @Test
    void takesEveryField() throws Exception {
        var draft = read("""
                {
                  "requestId": "job-1", "model": "m.tflite", "modelName": "mine.tflite",
                  "steps": [{"technique": "dynamic-range", "version": "1.0.0",
                             "parameters": {"all_weights": true, "min_elements": 64, "include": "a,b"}}],
                  "targets": [{"backend": "cpu", "profile": "mobile", "parameters": {"threads": 2}}],
                  "data": {"test": "t.npz?slice=0:10"},
                  "task": "classification",
                  "constraints": {"maxAccuracyDrop": 0.01, "maxBytes": 5000, "maxLatencyMicros": 100, "objective": "size"},
                  "seed": 7, "timeout": "10m", "priority": -3, "planOnly": true, "evaluate": false, "report": false,
                  "labels": {"commit": "abc"}
                }
                """);
        long before = System.currentTimeMillis();
        var request = draft.send(() -> FileArtifactStore.open(folder.resolve("store"), 0));

        assertThat(request.getRequestId()).isEqualTo("job-1");
        assertThat(request.getModel()).isEqualTo(Digest.of("model").uri());
        assertThat(request.getModelName()).isEqualTo("mine.tflite");
        var step = request.getSteps().get(0);
        assertThat(step.getTechnique()).isEqualTo("dynamic-range");
        assertThat(step.getVersion()).isEqualTo("1.0.0");
        assertThat(step.getParameters())
                .isEqualTo(Map.of("all_weights", "true", "min_elements", "64", "include", "a,b"));
        assertThat(request.getTargets().get(0).getParameters()).isEqualTo(Map.of("threads", "2"));
        assertThat(request.getTargets().get(0).getProfile()).isEqualTo("mobile");
        assertThat(request.getData().get("test"))
                .startsWith(Digest.of("data").uri())
                .contains("slice=0:10");
        assertThat(request.getTask()).isEqualTo("classification");
        assertThat(request.getConstraints().getMaxAccuracyDrop()).isEqualTo(0.01);
        assertThat(request.getConstraints().getMaxBytes()).isEqualTo(5000);
        assertThat(request.getConstraints().getMaxLatencyMicros()).isEqualTo(100);
        assertThat(request.getConstraints().getObjective()).isEqualTo("size");
        assertThat(request.getSeed()).isEqualTo(7);
        assertThat(request.getPriority()).isEqualTo(-3);
        assertThat(request.getPlanOnly()).isTrue();
        assertThat(request.getEvaluate()).isFalse();
        assertThat(request.getReport()).isFalse();
        assertThat(request.getDeadline()).isBetween(before + 600_000, before + 660_000);
        assertThat(request.getLabels()).isEqualTo(Map.of("commit", "abc", "model", "mine.tflite"));
    }

    @Test
    void leavesDefaultsAlone() throws Exception {
        var draft = read("{\"model\": \"" + Digest.of("model").uri() + "\"}");
        assertThat(draft.hasFiles()).isFalse();
        var request = draft.send(() -> {
            throw new AssertionError("the store is not needed");
        });
        assertThat(request.getRequestId()).matches("\\d{8}-\\d{6}-[0-9a-f]{8}");
        assertThat(request.getEvaluate()).isTrue();
        assertThat(request.getReport()).isTrue();
        assertThat(request.getSteps()).isEmpty();
        assertThat(request.getConstraints()).isNull();
        assertThat(request.getDeadline()).isNull();
    }

    @Test
    void readsWhatEditorsOnWindowsWrite() throws Exception {
        assertThat(read("\uFEFF{\"model\": \"" + Digest.of("model").uri() + "\"}")
                        .hasFiles())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"modle": "m.tflite"} | Did you mean 'model'
            {} | lacks 'model'
            [] | an object
            {"model": 3} | 'model' is not a text
            {"model": "no.tflite"} | no.tflite does not exist
            {"model": "m.tflite", "seed": 1.5} | 'seed' is not a whole number
            {"model": "m.tflite", "steps": [{"technique": "a", "params": {}}]} | steps[0] has the unknown key 'params'. Known are
            {"model": "m.tflite", "steps": [{}]} | steps[0] lacks 'technique'
            {"model": "m.tflite", "data": {"tset": "t.npz"}} | Did you mean 'test'
            {"model": "m.tflite", "constraints": {"maxBytes": "5"}} | 'maxBytes' is not a whole number
            {"model": "m.tflite", "requestId": "a b"} | requestId 'a b'
            {"model": "m.tflite", "timeout": "10"} | r.json, timeout 10 is no time above zero. Write it as 90s
            {"model": "m.tflite", "priority": 11} | 'priority' is not from -10 to 10
            {"model": "m.tflite", "priority": -9223372036854775808} | 'priority' is not from -10 to 10
            {"model": | not JSON""")
    void saysWhatIsWrongAndWhere(String json, String expected) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(UsageException.class).hasMessageContaining(expected);
    }
}
