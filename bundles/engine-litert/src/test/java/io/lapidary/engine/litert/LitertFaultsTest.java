package io.lapidary.engine.litert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.ErrorCode;
import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.dataset.SampleSet;
import io.lapidary.api.engine.EngineLimits;
import io.lapidary.api.engine.InterpreterSession;
import io.lapidary.api.engine.Kernels;
import io.lapidary.api.engine.LatencyRequest;
import io.lapidary.api.engine.RunRequest;
import io.lapidary.api.engine.StatisticsRequest;
import io.lapidary.api.engine.TensorStatistic;
import io.lapidary.api.tensor.ElementType;

@Timeout(180)
class LitertFaultsTest {
    private static final Set<ErrorCode> CONTRACT = Set.of(
            ErrorCodes.CORRUPT_MODEL,
            ErrorCodes.UNSUPPORTED_MODEL,
            ErrorCodes.ENGINE_DIED,
            ErrorCodes.ENGINE_TIMEOUT,
            ErrorCodes.OUT_OF_MEMORY,
            ErrorCodes.DATA_MISMATCH);

    @TempDir
    Path folder;

    private LitertEngine engine;
    private InterpreterSession session;
    private SampleSet digits;

    @BeforeEach
    void open() throws Exception {
        engine = LitertEngine.create(LitertOptions.defaults());
        session = engine.open(Fixtures.LIMITS);
        digits = Fixtures.digits(folder);
    }

    @AfterEach
    void close() {
        session.close();
        engine.close();
    }

    @Test
    void aProcessKilledInMidCallIsReplaced() throws Exception {
        var child = child();
        CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(child::destroyForcibly);

        var failure = catchThrowableOfType(LapidaryException.class, this::measureForAMinute);

        assertThat(failure.code()).isEqualTo(ErrorCodes.ENGINE_DIED);
        assertThat(session.describe(Fixtures.DIGITS).signatures()).hasSize(1);
        assertThat(child().pid()).isNotEqualTo(child.pid());
    }

    @Test
    void anInterruptEndsTheNativeCallAndItsProcess() throws Exception {
        var child = child();
        Thread caller = Thread.currentThread();
        CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(caller::interrupt);

        assertThatThrownBy(this::measureForAMinute).isInstanceOf(InterruptedException.class);

        assertThat(child.isAlive()).isFalse();
        assertThat(session.describe(Fixtures.DIGITS).signatures()).hasSize(1);
    }

    @Test
    void aCallOverItsTimeIsEnded() throws Exception {
        try (var brief = engine.open(new EngineLimits(2L << 30, Duration.ofSeconds(3), 1))) {
            var request = new LatencyRequest(
                    List.of(Fixtures.DIGITS), Optional.empty(), 1, Duration.ofMinutes(1), Kernels.DEFAULT);

            var failure = catchThrowableOfType(LapidaryException.class, () -> brief.latency(request));

            assertThat(failure.code()).isEqualTo(ErrorCodes.ENGINE_TIMEOUT);
            assertThat(brief.describe(Fixtures.DIGITS).signatures()).hasSize(1);
        }
    }

    @Test
    void aCallOverItsMemoryIsEnded() throws Exception {
        try (var tight = engine.open(new EngineLimits(20L << 20, Duration.ofMinutes(1), 1))) {
            var request = new LatencyRequest(
                    List.of(Fixtures.DIGITS), Optional.empty(), 1, Duration.ofMinutes(1), Kernels.DEFAULT);

            var failure = catchThrowableOfType(LapidaryException.class, () -> tight.latency(request));

            assertThat(failure.code()).isEqualTo(ErrorCodes.OUT_OF_MEMORY);
            assertThat(failure).hasMessageContaining("20 MB");
        }
    }

    @Test
    void whatIsNoModelIsToldFromWhatIsADamagedOne() throws Exception {
        Path text = Files.writeString(folder.resolve("text.tflite"), "this is no model at all");
        byte[] whole = Files.readAllBytes(Fixtures.DIGITS);
        Path cut = Files.write(folder.resolve("cut.tflite"), Arrays.copyOf(whole, whole.length / 2));
        Path empty = Files.write(folder.resolve("empty.tflite"), new byte[0]);

        assertThat(refused(text)).hasMessageContaining("text.tflite is no TensorFlow Lite model");
        assertThat(refused(cut)).hasMessageContaining("cut.tflite is damaged or cut short");
        assertThat(refused(empty)).hasMessageContaining("empty.tflite is no TensorFlow Lite model");
        assertThat(catchThrowableOfType(
                                LapidaryException.class, () -> session.describe(folder.resolve("absent.tflite")))
                        .code())
                .isEqualTo(ErrorCodes.NOT_FOUND);
    }

    private LapidaryException refused(Path model) {
        var failure = catchThrowableOfType(LapidaryException.class, () -> session.describe(model));
        assertThat(failure.code()).isEqualTo(ErrorCodes.CORRUPT_MODEL);
        return failure;
    }

    @Test
    void samplesThatDoNotFitAreNamed() throws Exception {
        Path file = digits.arrays().get(0).file();
        var flat = Fixtures.samples("image", ElementType.FLOAT32, List.of(64), 10, file);
        var more = Fixtures.samples("image", ElementType.FLOAT32, List.of(8, 8, 1), 498, file);
        var none = Fixtures.samples("image", ElementType.FLOAT32, List.of(8, 8, 1), 0, file);
        var two = new SampleSet(
                List.of(digits.arrays().get(0), digits.arrays().get(0)), Optional.empty(), 1, digits.digest());

        assertThat(mismatch(flat)).hasMessageContaining("[-1, 8, 8, 1]").hasMessageContaining("[64]");
        assertThat(mismatch(more)).hasMessageContaining("498 samples");
        assertThat(mismatch(two)).hasMessageContaining("1 inputs").hasMessageContaining("2 arrays");
        assertThat(catchThrowableOfType(
                                LapidaryException.class,
                                () -> session.statistics(new StatisticsRequest(
                                        Fixtures.DIGITS, "", none, List.of(), Set.of(TensorStatistic.RANGE), 0)))
                        .code())
                .isEqualTo(ErrorCodes.DATA_MISMATCH);
        assertThat(run(none).count()).isZero();
    }

    private LapidaryException mismatch(SampleSet samples) {
        var failure = catchThrowableOfType(LapidaryException.class, () -> run(samples));
        assertThat(failure.code()).isEqualTo(ErrorCodes.DATA_MISMATCH);
        return failure;
    }

    @Test
    void unknownNamesAreAnsweredWithTheNearest() {
        var signature = catchThrowableOfType(
                LapidaryException.class,
                () -> session.run(new RunRequest(Fixtures.DIGITS, "serving", digits, false, Kernels.DEFAULT, folder)));
        var tensor = catchThrowableOfType(
                LapidaryException.class,
                () -> session.statistics(new StatisticsRequest(
                        Fixtures.DIGITS,
                        "",
                        digits,
                        List.of("serving_default_imagf:0"),
                        Set.of(TensorStatistic.RANGE),
                        0)));

        assertThat(signature.code()).isEqualTo(ErrorCodes.NOT_FOUND);
        assertThat(signature.remedy()).contains("serving_default");
        assertThat(tensor.code()).isEqualTo(ErrorCodes.NOT_FOUND);
        assertThat(tensor.remedy()).contains("serving_default_image:0");
    }

    @Test
    void hostileModelsNeverHarmThePlatform() throws Exception {
        byte[] whole = Files.readAllBytes(Fixtures.DIGITS);
        var random = new Random(42);
        Path hostile = folder.resolve("hostile.tflite");
        var one = Fixtures.samples(
                "image",
                ElementType.FLOAT32,
                List.of(8, 8, 1),
                1,
                digits.arrays().get(0).file());
        int survived = 0;
        try (var limited = engine.open(new EngineLimits(1L << 30, Duration.ofSeconds(5), 1))) {
            for (int round = 0; round < 60; round++) {
                byte[] mutated = whole.clone();
                for (int change = 0; change <= round % 4; change++) {
                    // The tables lie at the end and the beginning; weights alone would break nothing.
                    int at = round % 2 == 0 ? random.nextInt(400) : mutated.length - 1 - random.nextInt(6000);
                    mutated[at] = (byte) random.nextInt(256);
                }
                Files.write(hostile, mutated);
                try {
                    limited.run(new RunRequest(hostile, "", one, true, Kernels.DEFAULT, folder));
                    survived++;
                } catch (LapidaryException e) {
                    assertThat(e.code()).as(e.getMessage()).isIn(CONTRACT);
                }
            }
            assertThat(survived)
                    .as("not all mutations are harmless, nor all deadly")
                    .isBetween(1, 59);
            assertThat(limited.describe(Fixtures.DIGITS).signatures()).hasSize(1);
        }
    }

    private io.lapidary.api.engine.RunResult run(SampleSet samples) throws Exception {
        return session.run(new RunRequest(Fixtures.DIGITS, "", samples, false, Kernels.DEFAULT, folder));
    }

    private void measureForAMinute() throws Exception {
        session.latency(new LatencyRequest(
                List.of(Fixtures.DIGITS), Optional.empty(), 1, Duration.ofSeconds(50), Kernels.DEFAULT));
    }

    /** The session's own process: the one child of this virtual machine that runs LiteRT. */
    private static ProcessHandle child() {
        return ProcessHandle.current()
                .children()
                .filter(process -> process.info().commandLine().orElse("").contains("LitertChild"))
                .filter(ProcessHandle::isAlive)
                .findFirst()
                .orElseThrow();
    }
}
