package io.lapidary.worker.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.store.ArtifactStore;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;
import io.lapidary.store.FileArtifactStore;
import io.lapidary.worker.internal.plugin.Plugin;

class StepOutputsTest {
    private static final Plugin<String> TECHNIQUE =
            new Plugin<>("service", "half", "1.0.0", Digest.of("jar"), Digest.of("wiring"));

    @TempDir
    private Path folder;

    private ArtifactStore store;
    private StepOutputs outputs;

    @BeforeEach
    void open() throws Exception {
        store = FileArtifactStore.open(folder.resolve("store"));
        outputs = new StepOutputs(store);
    }

    private Path sound() throws Exception {
        var builder = new ModelBuilder("sound");
        builder.output(builder.input("input", TensorType.FLOAT32, 1, 4));
        Path file = folder.resolve("sound.tflite");
        TfliteWriter.write(builder.build(), file);
        return file;
    }

    @Test
    void takesASoundModelEachTime() throws Exception {
        Path sound = sound();

        for (int i = 0; i < 2; i++) {
            assertThat(outputs.take(TECHNIQUE, sound)).isEqualTo(Digest.of(sound));
        }

        assertThat(store.file(Digest.of(sound))).hasSameBinaryContentAs(sound);
    }

    @Test
    void refusesAnUnsoundOneEachTimeThoughTheFileHeldASoundOne() throws Exception {
        Path file = sound();
        outputs.take(TECHNIQUE, file);
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length / 2));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> outputs.take(TECHNIQUE, file))
                    .isInstanceOf(LapidaryException.class)
                    .hasMessageContaining("'half 1.0.0' wrote is not sound");
        }

        assertThat(store.contains(Digest.of(file))).isFalse();
    }

    @Test
    void refusesALargeOneThatIsNone() throws Exception {
        Path file = Files.write(folder.resolve("large"), new byte[1 << 20]);

        assertThatThrownBy(() -> outputs.take(TECHNIQUE, file)).hasMessageContaining("is not sound");
        assertThat(store.contains(Digest.of(file))).isFalse();
    }
}
