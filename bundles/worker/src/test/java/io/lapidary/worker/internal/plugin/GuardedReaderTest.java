package io.lapidary.worker.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.DataSource;
import io.lapidary.api.dataset.SampleReader;

@Timeout(120)
class GuardedReaderTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Callee CALLEE =
            new Callee("Reader", "some-bundle 3.1.4", GuardedReaderTest.class.getClassLoader());
    private static final DataSource SOURCE = new DataSource("t.csv", Path.of("t.csv"), Map.of());

    private final CountDownLatch release = new CountDownLatch(1);
    private Duration limit = LONG;
    private final PluginCalls calls = new PluginCalls(() -> new CallLimits(LONG, LONG, LONG, LONG, LONG, limit, SHORT));

    @AfterEach
    void tearDown() {
        release.countDown();
        calls.close();
    }

    @Test
    void aFormatThatThrowsIsNamedByItsBundleAndTheData() {
        var failure = failure((source, inputs, folder) -> {
            throw new IllegalStateException("lost its mind");
        });
        assertThat(failure.code()).isEqualTo(ErrorCodes.PLUGIN_FAILED);
        assertThat(failure).hasMessageContaining("asked to read t.csv, failed").hasMessageContaining("lost its mind");
        assertThat(failure.remedy()).contains("some-bundle 3.1.4");
    }

    @Test
    void aFormatThatDoesNotEndIsLeft() {
        limit = SHORT;
        var failure = failure((source, inputs, folder) -> {
            release.await();
            throw new IllegalStateException("it was not interrupted");
        });
        assertThat(failure.code()).isEqualTo(ErrorCodes.PLUGIN_FAILED);
        assertThat(failure).hasMessageContaining("did not end within");
    }

    @Test
    void whatIsWrongWithTheDataIsToldAsItIs() {
        var failure = failure((source, inputs, folder) -> {
            throw new LapidaryException(
                    ErrorCodes.INVALID_DATA,
                    source.name() + " on " + Thread.currentThread().getName(),
                    "");
        });
        assertThat(failure.code()).isEqualTo(ErrorCodes.INVALID_DATA);
        assertThat(failure).hasMessageContaining("sample reader, read t.csv");
    }

    private LapidaryException failure(SampleReader reader) {
        var guarded = new GuardedReader(reader, CALLEE, calls);
        return catchThrowableOfType(LapidaryException.class, () -> guarded.read(SOURCE, List.of(), Path.of("nowhere")));
    }
}
