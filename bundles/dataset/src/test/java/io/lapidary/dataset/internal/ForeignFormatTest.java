package io.lapidary.dataset.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataFormat;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleStream;
import io.lapidary.api.tensor.ElementType;
import io.lapidary.api.tensor.TensorSpec;

class ForeignFormatTest {
    @TempDir
    Path folder;

    @Test
    void oneThatFailsIsNamedAndNotTheReaderThatAsksIt() throws Exception {
        DataFormat broken = new DataFormat() {
            @Override
            public String id() {
                return "hologram";
            }

            @Override
            public boolean accepts(DataSource source) {
                return true;
            }

            @Override
            public SampleStream open(DataSource source) {
                throw new IllegalStateException("lost its mind");
            }
        };
        var reader = new StandardSampleReader(() -> List.of(broken));
        Path file = Files.writeString(folder.resolve("scene.holo"), "something");
        var source = new DataSource("scene.holo", file, Map.of());
        var input = new TensorSpec("x", ElementType.FLOAT32, List.of(1, 2));

        var failure = catchThrowableOfType(LapidaryException.class, () -> reader.read(source, List.of(input), folder));

        assertThat(failure.code()).isEqualTo(ErrorCodes.PLUGIN_FAILED);
        assertThat(failure).hasMessageContainingAll("'hologram'", "scene.holo", "lost its mind");
    }
}
