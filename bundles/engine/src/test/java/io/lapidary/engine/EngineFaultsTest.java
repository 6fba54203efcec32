package io.lapidary.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.lapidary.api.ErrorCodes;
import io.lapidary.api.LapidaryException;
import io.lapidary.api.engine.EngineLimits;

@Timeout(90)
class EngineFaultsTest {
    private static final byte[] NOTHING = new byte[0];

    @TempDir
    Path folder;

    private EnginePool pool;

    @BeforeEach
    void open() {
        pool = new EnginePool(Children.command(folder), 1, Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void aCrashIsToldAndTheNextCallGetsAFreshProcess() throws Exception {
        try (var lease = pool.lease(Children.GENEROUS)) {
            long first = Children.pid(lease);

            var failure = failure(lease, FaultyChild.CRASH);

            assertThat(failure.code()).isEqualTo(ErrorCodes.ENGINE_DIED);
            assertThat(failure).hasMessageContaining("tensor 7 is not where it should be");
            assertUsable(lease, first);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aCrashOfTheVirtualMachineIsToldInAFewWords() throws Exception {
        try (var lease = pool.lease(Children.GENEROUS)) {
            long first = Children.pid(lease);

            var failure = failure(lease, FaultyChild.SEGFAULT);

            assertThat(failure.code()).isEqualTo(ErrorCodes.ENGINE_DIED);
            assertThat(failure).hasMessageContaining("crashed in native code (SIGSEGV");
            assertThat(failure.getMessage().length()).isLessThan(300);
            assertUsable(lease, first);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aKillInMidCallIsToldBySignal() throws Exception {
        try (var lease = pool.lease(Children.GENEROUS)) {
            long first = Children.pid(lease);
            var call = CompletableFuture.supplyAsync(() -> failure(lease, FaultyChild.HANG));
            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            var failure = call.get(20, TimeUnit.SECONDS);

            assertThat(failure.code()).isEqualTo(ErrorCodes.ENGINE_DIED);
            assertThat(failure).hasMessageContaining("SIGKILL");
            assertUsable(lease, first);
        }
    }

    @Test
    void aHangEndsAtItsTimeout() throws Exception {
        var brief = new EngineLimits(2L << 30, Duration.ofSeconds(2), 1);
        try (var lease = pool.lease(brief)) {
            long first = Children.pid(lease);

            var failure = failure(lease, FaultyChild.HANG);

            assertThat(failure.code()).isEqualTo(ErrorCodes.ENGINE_TIMEOUT);
            assertThat(failure).hasMessageContaining("2.0 s");
            assertUsable(lease, first);
        }
    }

    @Test
    void tooMuchResidentMemoryEndsTheProcess() throws Exception {
        var small = new EngineLimits(300L << 20, Duration.ofSeconds(60), 1);
        try (var lease = pool.lease(small)) {
            long first = Children.pid(lease);

            var failure = failure(lease, FaultyChild.FILL_MEMORY);

            assertThat(failure.code()).isEqualTo(ErrorCodes.OUT_OF_MEMORY);
            assertThat(failure).hasMessageContaining("of its 300 MB");
            assertUsable(lease, first);
        }
    }

    @Test
    void aFullJavaHeapIsOutOfMemoryToo() throws Exception {
        try (var lease = pool.lease(Children.GENEROUS)) {
            long first = Children.pid(lease);

            assertThat(failure(lease, FaultyChild.FILL_HEAP).code()).isEqualTo(ErrorCodes.OUT_OF_MEMORY);

            assertUsable(lease, first);
        }
    }

    @Test
    void anInterruptBeforeOrInACallBecomesAnInterruptedException() throws Exception {
        try (var lease = pool.lease(Children.GENEROUS)) {
            var thrown = new CompletableFuture<Throwable>();
            var begun = new CountDownLatch(1);
            var caller = new Thread(() -> {
                begun.countDown();
                Throwable caught =
                        org.assertj.core.api.Assertions.catchThrowable(() -> lease.call(FaultyChild.HANG, NOTHING));
                thrown.complete(Thread.currentThread().isInterrupted() ? null : caught);
            });
            caller.start();
            begun.await();
            caller.interrupt();

            assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            caller.join();
            assertThat(lease.call(FaultyChild.ECHO, new byte[] {1})).containsExactly(1);
        }
    }

    @Test
    void anInterruptDuringACallLeavesNoProcess() throws Exception {
        try (var lease = pool.lease(Children.GENEROUS)) {
            long first = Children.pid(lease);
            Thread caller = Thread.currentThread();
            // The child hangs from its first call on, whenever the interrupt comes.
            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(caller::interrupt);

            assertThatThrownBy(() -> lease.call(FaultyChild.HANG, NOTHING)).isInstanceOf(InterruptedException.class);

            assertThat(Children.isAlive(first)).isFalse();
            assertUsable(lease, first);
        }
    }

    @Test
    void whatALibraryPrintsDoesNotDisturbTheFrames() throws Exception {
        try (var lease = pool.lease(Children.GENEROUS)) {
            byte[] payload = "payload".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 3; i++) {
                assertThat(lease.call(FaultyChild.PRINT, payload)).isEqualTo(payload);
            }
        }
    }

    @Test
    void aChildsOwnErrorArrivesWhole() throws Exception {
        try (var lease = pool.lease(Children.GENEROUS)) {
            long first = Children.pid(lease);

            var failure = failure(lease, FaultyChild.REFUSE);

            assertThat(failure.code()).isEqualTo(ErrorCodes.CORRUPT_MODEL);
            assertThat(failure.sentence()).isEqualTo("Model x is damaged. Copy it.");
            assertThat(failure.where()).isEqualTo("x");
            assertThat(Children.pid(lease)).as("the process goes on").isEqualTo(first);
        }
    }

    @Test
    void aBugInTheChildIsAnInternalErrorAndNoStackTrace() throws Exception {
        try (var lease = pool.lease(Children.GENEROUS)) {
            var failure = failure(lease, FaultyChild.BUG);

            assertThat(failure.code()).isEqualTo(ErrorCodes.INTERNAL_ERROR);
            assertThat(failure).hasMessageContaining("a bug").hasMessageNotContaining("\tat ");
        }
    }

    @Test
    void closingThePoolEndsACallThatRuns() throws Exception {
        var lease = pool.lease(Children.GENEROUS);
        long first = Children.pid(lease);
        var call = CompletableFuture.supplyAsync(() -> failure(lease, FaultyChild.HANG));

        pool.close();

        assertThat(call.get(20, TimeUnit.SECONDS).code()).isEqualTo(ErrorCodes.ENGINE_UNAVAILABLE);
        Children.awaitEnd(first);
        lease.close();
        assertThat(catchThrowableOfType(LapidaryException.class, () -> pool.lease(Children.GENEROUS))
                        .code())
                .isEqualTo(ErrorCodes.ENGINE_UNAVAILABLE);
    }

    @Test
    void aChildThatCannotStartIsUnavailableWithItsLastWords() {
        try (var broken = new EnginePool(Children.command(folder, "no.such.Main"), 1, Duration.ofMinutes(1))) {
            var failure = catchThrowableOfType(LapidaryException.class, () -> broken.lease(Children.GENEROUS));

            assertThat(failure.code()).isEqualTo(ErrorCodes.ENGINE_UNAVAILABLE);
            assertThat(failure).hasMessageContaining("no.such.Main");
            assertThat(folder).isEmptyDirectory();
        }
    }

    private static LapidaryException failure(EngineLease lease, String operation) {
        return catchThrowableOfType(LapidaryException.class, () -> lease.call(operation, NOTHING));
    }

    private static void assertUsable(EngineLease lease, long dead) throws Exception {
        assertThat(Children.isAlive(dead)).as("the process that failed is gone").isFalse();
        assertThat(lease.call(FaultyChild.ECHO, new byte[] {1, 2})).containsExactly(1, 2);
        assertThat(Children.pid(lease)).isNotEqualTo(dead);
    }
}
