package io.lapidary.worker.internal.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.Digest;
import io.lapidary.api.LapidaryException;
import io.lapidary.model.ModelBuilder;
import io.lapidary.model.TensorType;
import io.lapidary.model.TfliteWriter;
import io.lapidary.worker.internal.plugin.Plugin;

class OutputCheckTest {
    private static final Plugin<String> TECHNIQUE =
            new Plugin<>("service", "half", "1.0.0", Digest.of("jar"), Digest.of("wiring"));

    private final OutputCheck outputs = new OutputCheck();

    @TempDir
    private Path folder;

    private Path sound() throws Exception {
        var builder = new ModelBuilder("sound");
        builder.output(builder.input("input", TensorType.FLOAT32, 1, 4));
        Path file = folder.resolve("sound.tflite");
        TfliteWriter.write(builder.build(), file);
        return file;
    }

    @Test
    void letsASoundModelPassEachTime() throws Exception {
        Path sound = sound();

        for (int i = 0; i < 2; i++) {
            assertThatCode(() -> outputs.check(TECHNIQUE, sound)).doesNotThrowAnyException();
        }
    }

    @Test
    void refusesAnUnsoundOneEachTimeThoughTheFileHeldASoundOne() throws Exception {
        Path file = sound();
        outputs.check(TECHNIQUE, file);
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length / 2));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> outputs.check(TECHNIQUE, file))
                    .isInstanceOf(LapidaryException.class)
                    .hasMessageContaining("'half 1.0.0' wrote is not sound");
        }
    }

    @Test
    void refusesALargeOneThatIsNone() throws Exception {
        Path file = Files.write(folder.resolve("large"), new byte[1 << 20]);

        assertThatThrownBy(() -> outputs.check(TECHNIQUE, file)).hasMessageContaining("is not sound");
    }
}
